import { invalidityGroundWords } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import type { FigureSet } from '../../statistics/closed-period.entity.js';
import type { ListedCount } from '../../statistics/figure.rules.js';
import { Bar, Count, countOf, FigureTable, percentWords, rateOf, rateWords, stageWords, type Lists } from './figures.js';

interface Part {
  totals: FigureSet;
  lists: Lists | null;
}

export function Headline({ totals, lists, minimumSample }: Part & { minimumSample: number }) {
  const { satisfaction } = totals;
  const counted = (name: ListedCount) => <Count set={totals} name={name} lists={lists} words="件" />;
  return (
    <dl class="headline">
      <Fact name="受理" value={counted('registered')} beside={<>其中有效{counted('valid')}</>} />
      <Fact name="已答复" value={counted('answered')} beside={<>应答复{counted('answerable')}，答复率{percentWords(rateOf(totals, 'answered').percent)}</>} />
      <Fact name="单位按时率" value={rateWords(totals, 'submittedInTime', minimumSample)} beside={<>{counted('judgedBySubmission')}中{counted('submittedInTime')}按时提交</>} />
      <Fact name="上网按时率" value={rateWords(totals, 'publishedInTime', minimumSample)} beside={<>{counted('judgedByPublication')}中{counted('publishedInTime')}按时公布</>} />
      <Fact name="超期未答复" value={counted('overdue')} beside="截至统计时尚未答复" />
      <Fact name="全程用时" value={stageWords(totals, 'publication', 'median')} beside={`中位数；九成在${stageWords(totals, 'publication', 'p90')}内`} />
      <Fact name="延期" value={counted('extended')} beside="已公开说明延期" />
      <Fact name="满意率" value={percentWords(satisfaction.percent)} beside={`${satisfaction.n}人评价`} />
    </dl>
  );
}

export function Fact({ name, value, beside }: { name: string; value: ComponentChildren; beside: ComponentChildren }) {
  return (
    <div><dt>{name}</dt><dd><strong>{value}</strong><span class="hint">{beside}</span></dd></div>
  );
}

/** Together they are what was registered: 件件有交代. */
const endings = [
  ['publiclyAnswered', '公开答复'], ['privatelyAnswered', '不公开答复'], ['ruledInvalid', '认定无效'], ['merged', '合并'], ['transferred', '转出'], ['withdrawn', '本人撤回'], ['open', '未办结'],
] as const;

export function Endings({ totals, lists }: Part) {
  const all = countOf(totals, 'registered');
  return (
    <FigureTable id="endings" isNarrow caption={`受理${all}件的去向，各项之和等于受理件数`}>
      <thead><tr><th scope="col">结果</th><th scope="col">件数</th></tr></thead>
      <tbody>
        {endings.map(([name, word]) => (
          <tr key={name}><th scope="row">{word}<Bar value={countOf(totals, name)} of={all} /></th><td><Count set={totals} name={name} lists={lists} /></td></tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

export function Invalid({ totals }: { totals: FigureSet }) {
  const reasons = Object.entries(totals.invalidByReason);
  if (reasons.length === 0) return <p>没有认定无效的留言。</p>;
  const words: Readonly<Record<string, string | undefined>> = invalidityGroundWords.zh;
  return (
    <FigureTable id="invalid" isNarrow caption="认定无效的留言，按理由">
      <thead><tr><th scope="col">理由</th><th scope="col">件数</th></tr></thead>
      <tbody>{reasons.map(([reason, count]) => <tr key={reason}><th scope="row">{words[reason] ?? '未注明'}</th><td>{count}</td></tr>)}</tbody>
    </FigureTable>
  );
}

const stages = [['routing', '分派用时'], ['handling', '办理用时'], ['review', '审核发布用时'], ['submission', '单位用时'], ['publication', '全程用时']] as const;

export function Times({ totals }: { totals: FigureSet }) {
  return (
    <FigureTable id="stages" isNarrow caption="已答复的留言，以工作日计，当日为0">
      <thead><tr><th scope="col">环节</th><th scope="col">件数</th><th scope="col">中位数</th><th scope="col">九成不超过</th></tr></thead>
      <tbody>
        {stages.map(([name, word]) => (
          <tr key={name}><th scope="row">{word}</th><td>{totals.stages[name]?.n ?? 0}</td><td>{stageWords(totals, name, 'median')}</td><td>{stageWords(totals, name, 'p90')}</td></tr>
        ))}
      </tbody>
    </FigureTable>
  );
}
