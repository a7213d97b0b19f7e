import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { invalidityGroundWords } from '@wenzheng/wording';
import type { FigureSet } from '../../statistics/closed-period.entity.js';
import type { ListedCount } from '../../statistics/figure.rules.js';
import { periodWords, quarterWords, trendOf } from '../../statistics/period.rules.js';
import type { MonthFigures } from '../../statistics/statistics.reader.js';
import { Count, countOf, CutOff, FigureTable, percentWords, RateCells, rateOf, rateWords, stageWords, type Lists } from '../statistics/figures.js';
import { Fact } from '../statistics/parts.js';
import { Trend } from '../statistics/trend.js';
import { unitPath } from '../units/words.js';
import { latenessOf, type CardMonth, type ReportCard } from './report-card.rules.js';

export interface ReportCardPage {
  site: Site;
  card: ReportCard;
  /** Of the unit, the thirteen months that end with the quarter. */
  trend: readonly MonthFigures[];
  minimumSample: number;
  /** The months whose lists are known. */
  listed: ReadonlySet<string>;
}

/** 季度办理情况: a unit's quarter from closed figures alone. */
export function reportCardPage({ site, card, trend, minimumSample, listed }: ReportCardPage): string {
  const { unit, quarter, months, missing, sum, citySum } = card;
  const heading = `${unit.name}${quarterWords(quarter)}办理情况`;
  const last = months.at(-1)?.month ?? '';
  return renderPage({
    site,
    title: heading,
    current: 'units',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/units', name: '单位名录' }, { href: unitPath(unit.code), name: unit.name }]} here={quarterWords(quarter)} />
        <h1>{heading}</h1>
        <p class="hint">{'由各月定期公布的数字汇成，各月统计该月受理登记的留言：'}{months.map(({ month, cutOff }, index) => <>{index > 0 ? '，' : ''}<a href={`/statistics/${month}`}>{periodWords(month)}</a>截至<CutOff figures={{ cutOff }} /></>)}{'。'}<a href="/statistics/definitions">指标解释</a></p>
        {missing.length > 0 ? <p class="box yellow">{`${missing.map(periodWords).join('、')}没有定期公布的数字，不在其内。`}</p> : null}
        <Headline sum={sum} minimumSample={minimumSample} />
        <section aria-labelledby="months">
          <h2 id="months">各月情况</h2>
          <Months months={months} sum={sum} minimumSample={minimumSample} code={unit.code} listed={listed} />
        </section>
        <section aria-labelledby="lateness">
          <h2 id="lateness">迟延</h2>
          <p>单位逾期是没有在答复期限内提交答复；上网逾期是答复没有在期限内公布。两者之差是审核、发布造成的，由市里承担。</p>
          <Lateness name={unit.name} sum={sum} citySum={citySum} minimumSample={minimumSample} />
        </section>
        <section aria-labelledby="times">
          <h2 id="times">全程用时</h2>
          <Times months={months} />
        </section>
        <section aria-labelledby="rated">
          <h2 id="rated">来信人评价</h2>
          <Ratings months={months} sum={sum} />
        </section>
        <section aria-labelledby="invalid">
          <h2 id="invalid">认定无效</h2>
          <Invalid sum={sum} />
        </section>
        <section aria-labelledby="trend">
          <h2 id="trend">近13个月</h2>
          <Trend axis={trendOf(last)} months={trend} minimumSample={minimumSample} of={unit.name} />
        </section>
      </>
    ),
  });
}

const invalidOf = ({ invalidByReason }: FigureSet): number => Object.values(invalidByReason).reduce((all, one) => all + one, 0);
const minus = (value: number): string => (value < 0 ? `−${-value}` : String(value));

function Headline({ sum, minimumSample }: { sum: FigureSet; minimumSample: number }) {
  const { satisfaction } = sum;
  const [submitted, published] = [rateOf(sum, 'submittedInTime'), rateOf(sum, 'publishedInTime')];
  return (
    <dl class="headline">
      <Fact name="受理" value={countOf(sum, 'registered')} beside={`已答复${countOf(sum, 'answered')}件`} />
      <Fact name="单位按时率" value={rateWords(sum, 'submittedInTime', minimumSample)} beside={`应提交${submitted.of}件，按时${submitted.count}件`} />
      <Fact name="上网按时率" value={rateWords(sum, 'publishedInTime', minimumSample)} beside={`应公布${published.of}件，按时${published.count}件`} />
      <Fact name="满意率" value={satisfaction.n < minimumSample && satisfaction.n > 0 ? '样本不足' : percentWords(satisfaction.percent)} beside={`${satisfaction.n}人评价`} />
      <Fact name="延期" value={countOf(sum, 'extended')} beside="已公开说明延期" />
      <Fact name="催办" value={countOf(sum, 'urged')} beside="曾经催办" />
      <Fact name="超期未答复" value={countOf(sum, 'overdue')} beside="截至各月定期时" />
      <Fact name="认定无效" value={invalidOf(sum)} beside="理由见下表" />
    </dl>
  );
}

function Months({ months, sum, minimumSample, code, listed }: { months: readonly CardMonth[]; sum: FigureSet; minimumSample: number; code: string; listed: ReadonlySet<string> }) {
  const Row = ({ name, set, lists }: { name: string; set: FigureSet; lists: Lists | null }) => {
    const counted = (count: ListedCount) => <td><Count set={set} name={count} lists={lists} /></td>;
    return (
      <tr>
        <th scope="row">{name}</th>
        {counted('registered')}
        {counted('answered')}
        <RateCells figures={set} minimumSample={minimumSample} lists={lists} />
        {counted('extended')}
        <td>{countOf(set, 'urged')}</td>
        <td>{invalidOf(set)}</td>
        {counted('interimOnly')}
        {counted('overdue')}
      </tr>
    );
  };
  return (
    <FigureTable id="months-table" caption={`分母不足${minimumSample}件的不列比率，注明“样本不足”；催办包括已经答复的`}>
      <thead><tr>{['月份', '受理', '已答复', '单位按时率', '上网按时率', '延期', '催办', '认定无效', '仅阶段性回复', '超期未答复'].map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
      <tbody>
        {months.map(({ month, unit }) => <Row key={month} name={periodWords(month)} set={unit} lists={listed.has(month) ? { period: month, unit: code } : null} />)}
        <Row name="全季" set={sum} lists={null} />
      </tbody>
    </FigureTable>
  );
}

function Lateness({ name, sum, citySum, minimumSample }: { name: string; sum: FigureSet; citySum: FigureSet; minimumSample: number }) {
  const rows = [{ of: name, set: sum }, { of: '全市', set: citySum }];
  return (
    <FigureTable id="lateness-table" caption="全季；按时率下为按时的件数和应提交、应公布的件数">
      <thead><tr>{['范围', '单位逾期', '上网逾期', '审核、发布造成', '单位按时率', '上网按时率'].map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
      <tbody>
        {rows.map(({ of, set }) => {
          const { unit, city, review } = latenessOf(set);
          return (
            <tr key={of}>
              <th scope="row">{of}</th>
              <td>{unit}</td><td>{city}</td><td>{minus(review)}</td>
              <RateCells figures={set} minimumSample={minimumSample} lists={null} />
            </tr>
          );
        })}
      </tbody>
    </FigureTable>
  );
}

function Times({ months }: { months: readonly CardMonth[] }) {
  const cells = (set: FigureSet) => <><td>{set.stages['publication']?.n ?? 0}</td><td>{stageWords(set, 'publication', 'median')}</td><td>{stageWords(set, 'publication', 'p90')}</td></>;
  return (
    <FigureTable id="times-table" caption="起算日到公布答复的工作日数，当日为0；中位数不能相加，所以逐月列出">
      <thead>
        <tr>{['月份', '本单位件数', '中位数', '九成不超过', '全市件数', '中位数', '九成不超过'].map((word, place) => <th key={place} scope="col">{word}</th>)}</tr>
      </thead>
      <tbody>{months.map(({ month, unit, city }) => <tr key={month}><th scope="row">{periodWords(month)}</th>{cells(unit)}{cells(city)}</tr>)}</tbody>
    </FigureTable>
  );
}

function Ratings({ months, sum }: { months: readonly CardMonth[]; sum: FigureSet }) {
  if (sum.satisfaction.n === 0) return <p>本季度没有评价。</p>;
  const rows = [...months.map(({ month, unit }) => ({ name: periodWords(month), of: unit.satisfaction })), { name: '全季', of: sum.satisfaction }];
  return (
    <FigureTable id="ratings-table" isNarrow caption="每件由写信人评价一次，截至各月定期时">
      <thead><tr>{['月份', '评价人数', '满意', '基本满意', '不满意'].map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
      <tbody>{rows.map(({ name, of }) => <tr key={name}><th scope="row">{name}</th><td>{of.n}</td><td>{of.satisfied}</td><td>{of.basicallySatisfied}</td><td>{of.dissatisfied}</td></tr>)}</tbody>
    </FigureTable>
  );
}

function Invalid({ sum }: { sum: FigureSet }) {
  const words: Readonly<Record<string, string | undefined>> = invalidityGroundWords.zh;
  const reasons = Object.entries(sum.invalidByReason);
  if (reasons.length === 0) return <p>本季度没有认定无效的留言。</p>;
  return (
    <FigureTable id="invalid-table" isNarrow caption="全季，按理由">
      <thead><tr><th scope="col">理由</th><th scope="col">件数</th></tr></thead>
      <tbody>{reasons.map(([reason, count]) => <tr key={reason}><th scope="row">{words[reason] ?? '未注明'}</th><td>{count}</td></tr>)}</tbody>
    </FigureTable>
  );
}
