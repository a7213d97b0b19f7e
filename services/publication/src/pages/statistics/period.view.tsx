import { channels } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords, dateWords, kindWords } from '@wenzheng/wording';
import type { PublicHotIssue } from '../../hot-issue/hot-issue.reader.js';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import { isMonth, periodWords, trendOf } from '../../statistics/period.rules.js';
import type { MonthFigures } from '../../statistics/statistics.reader.js';
import { HotIssueList } from '../hot-issues/words.js';
import { Bar, Count, countOf, CutOff, Downloads, FigureTable, RateCells, type Lists } from './figures.js';
import { Corrections } from './corrections.js';
import { Endings, Headline, Invalid, Times } from './parts.js';
import { Trend } from './trend.js';

export interface PeriodPage {
  site: Site;
  figures: ClosedFigures;
  /** Of the trend, as far as they are closed. */
  months: readonly MonthFigures[];
  /** All that are closed. */
  periods: readonly string[];
  /** The messages that it counts are known. */
  isListed: boolean;
  /** That were confirmed in the period. */
  hotIssues: readonly PublicHotIssue[];
  minimumSample: number;
}

export function periodPage({ site, figures, months, periods, isListed, hotIssues, minimumSample }: PeriodPage): string {
  const { period } = figures;
  const lists = isListed ? { period } : null;
  return renderPage({
    site,
    title: `${periodWords(period)}办理统计`,
    current: 'statistics',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/statistics', name: '办理统计' }]} here={periodWords(period)} />
        <h1>{`${periodWords(period)}办理统计`}</h1>
        <p class="hint">
          {`统计${dateWords(figures.from)}至${dateWords(figures.to)}受理登记的留言，数据截至`}<CutOff figures={figures} />{figures.corrections?.length ? <>{'。'}<a href="#corrections">{`更正过${figures.corrections.length}次`}</a>{'，原来的数字和原因列在下面。'}</> : '。'}
          <a href="/statistics/definitions">指标解释</a>
        </p>
        <Headline totals={figures.totals} lists={lists} minimumSample={minimumSample} />
        <p><a class="button plain" href={`/statistics/${period}/units`}>单位办理情况表</a></p>
        <section aria-labelledby="trend">
          <h2 id="trend">近13个月</h2>
          <Trend axis={trendOf(period)} months={months} minimumSample={minimumSample} />
        </section>
        <Split figures={figures} lists={lists} minimumSample={minimumSample} />
        <section aria-labelledby="ways">
          <h2 id="ways">办理结果</h2>
          <Endings totals={figures.totals} lists={lists} />
          <Invalid totals={figures.totals} />
        </section>
        <section aria-labelledby="times">
          <h2 id="times">办理用时</h2>
          <Times totals={figures.totals} />
        </section>
        <section aria-labelledby="hot">
          <h2 id="hot">热点问题</h2>
          {hotIssues.length > 0 ? <HotIssueList issues={hotIssues} /> : <p>期内没有确认热点问题。</p>}
        </section>
        <Corrections corrections={figures.corrections} />
        <Downloads period={period} />
        <Proof figures={figures} />
        <Others period={period} periods={periods} />
      </>
    ),
  });
}

const columns = [['registered', '受理'], ['answered', '已答复'], ['overdue', '超期未答复']] as const;

interface SplitRow {
  name: string;
  set: FigureSet;
  lists: Lists | null;
}

function Split({ figures, lists, minimumSample }: { figures: ClosedFigures; lists: Lists | null; minimumSample: number }) {
  // The source of a private message is not public, and so there is no list of those that came from one.
  const byChannel = channels.flatMap((channel) => figures.channels.filter((one) => one.channel === channel)).map((set): SplitRow => ({ name: channelWords.zh[set.channel], set, lists: null }));
  const byKind = figures.kinds.map((set): SplitRow => ({ name: set.kind ? kindWords.zh[set.kind] : '未分类', set, lists: lists && set.kind ? { ...lists, kind: set.kind } : null }));
  return (
    <section aria-labelledby="split">
      <h2 id="split">来源和类别</h2>
      <SplitTable id="channels" caption={lists ? '按来源；不公开留言的来源不公开，所以只列件数' : '按来源'} heading="来源" rows={byChannel} minimumSample={minimumSample} />
      <SplitTable id="kinds" caption="按类别" heading="类别" rows={byKind} minimumSample={minimumSample} />
    </section>
  );
}

function SplitTable({ id, caption, heading, rows, minimumSample }: { id: string; caption: string; heading: string; rows: readonly SplitRow[]; minimumSample: number }) {
  const most = Math.max(0, ...rows.map(({ set }) => countOf(set, 'registered')));
  return (
    <FigureTable id={id} caption={caption}>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          {columns.map(([name, word]) => <th key={name} scope="col">{word}</th>)}
          <th scope="col">单位按时率</th>
          <th scope="col">上网按时率</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, set, lists }) => (
          <tr key={name}>
            <th scope="row">{name}<Bar value={countOf(set, 'registered')} of={most} /></th>
            {columns.map(([column]) => <td key={column}><Count set={set} name={column} lists={lists} /></td>)}
            <RateCells figures={set} minimumSample={minimumSample} lists={lists} />
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

function Proof({ figures: { calendarVersion, policyVersions, digest } }: { figures: ClosedFigures }) {
  return (
    <details>
      <summary>核对依据</summary>
      <dl class="facts">
        <dt>节假日安排版本</dt><dd>{calendarVersion}</dd>
        <dt>时限规则版本</dt><dd>{policyVersions.join('、') || '无'}</dd>
        <dt>数字摘要（SHA-256）</dt><dd>{digest}</dd>
      </dl>
      <p>摘要由全部数字算出，任何一个数字改动，摘要就不同。</p>
    </details>
  );
}

export function PeriodLinks({ periods, here, root = '/statistics' }: { periods: readonly string[]; here?: string; root?: string }) {
  const byYear = [...Map.groupBy(periods, (period) => period.slice(0, 4))];
  const linkTo = (period: string, words: string) => (period === here ? <strong aria-current="page">{words}</strong> : <a href={`${root}/${period}`}>{words}</a>);
  return (
    <ul class="periods">
      {byYear.map(([year, ofYear]) => (
        <li key={year}>
          <span>{ofYear.includes(year) ? linkTo(year, `${year}年全年`) : `${year}年`}</span>
          {ofYear.filter(isMonth).toReversed().map((month) => <span key={month}>{linkTo(month, `${Number(month.slice(5))}月`)}</span>)}
        </li>
      ))}
    </ul>
  );
}

function Others({ period, periods }: { period: string; periods: readonly string[] }) {
  return (
    <section aria-labelledby="others">
      <h2 id="others">各期统计</h2>
      <PeriodLinks periods={periods} here={period} />
    </section>
  );
}
