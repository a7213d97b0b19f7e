import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import type { ListedCount } from '../../statistics/figure.rules.js';
import { isMonth, periodWords, trendOf } from '../../statistics/period.rules.js';
import type { MonthFigures } from '../../statistics/statistics.reader.js';
import { Count, countOf, CutOff, FigureTable, RateCells, type Lists } from '../statistics/figures.js';
import { Endings, Headline, Invalid, Times } from '../statistics/parts.js';
import { PeriodLinks } from '../statistics/period.view.js';
import { Trend } from '../statistics/trend.js';
import type { ChannelRow } from './channel-figures.rules.js';

/** The channels whose handling is published month by month, and how each is called. */
export const figureChannels = {
  mailbox: { root: '/mailboxes', name: '领导信箱', letters: '来信' },
  microblog: { root: '/microblogs', name: '政务微博', letters: '微博来件' },
} as const;
export type FigureChannel = keyof typeof figureChannels;

export const channelFiguresPath = (channel: FigureChannel, month: string): string => `${figureChannels[channel].root}/figures/${month}`;

export interface ChannelFiguresPage {
  site: Site;
  channel: FigureChannel;
  figures: ClosedFigures;
  months: readonly MonthFigures[];
  periods: readonly string[];
  minimumSample: number;
  /** By unit; null where the messages that the month counts are not known. */
  byUnit: { rows: readonly (ChannelRow & { name: string })[]; unnamed: FigureSet } | null;
}

/** 每月办理情况 of a channel (R25, R28). */
export function channelFiguresPage({ site, channel, figures, months, periods, minimumSample, byUnit }: ChannelFiguresPage): string {
  const { root, name, letters } = figureChannels[channel];
  const { period } = figures;
  const totals = figures.channels.find((one) => one.channel === channel);
  const heading = `${name}${periodWords(period)}办理情况`;
  return renderPage({
    site,
    title: heading,
    current: channel === 'mailbox' ? 'mailboxes' : 'microblogs',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: root, name }]} here={`${periodWords(period)}办理情况`} />
        <h1>{heading}</h1>
        <p class="hint">
          {`统计${dateWords(figures.from)}至${dateWords(figures.to)}受理登记的${letters}，数据截至`}<CutOff figures={figures} />{'。'}
          <a href="/statistics/definitions">指标解释</a>
        </p>
        {totals ? <Headline totals={totals} lists={null} minimumSample={minimumSample} /> : <p>{`本月没有受理登记的${letters}。`}</p>}
        <section aria-labelledby="units">
          <h2 id="units">各单位办理情况</h2>
          {byUnit ? <Units channel={channel} period={period} minimumSample={minimumSample} {...byUnit} /> : <p>这一期没有按单位分列的数字。</p>}
        </section>
        <section aria-labelledby="trend">
          <h2 id="trend">近13个月</h2>
          <Trend axis={trendOf(period)} months={months} minimumSample={minimumSample} of={name} pathOf={(month) => channelFiguresPath(channel, month)} />
        </section>
        {totals ? (
          <>
            <section aria-labelledby="ways">
              <h2 id="ways">办理结果</h2>
              <Endings totals={totals} lists={null} />
              <Invalid totals={totals} />
            </section>
            <section aria-labelledby="times">
              <h2 id="times">办理用时</h2>
              <Times totals={totals} />
            </section>
          </>
        ) : null}
        <p><a href={`/statistics/${period}`}>{`${periodWords(period)}全部渠道的统计和下载`}</a></p>
        <section aria-labelledby="others">
          <h2 id="others">各月办理情况</h2>
          <PeriodLinks periods={periods.filter(isMonth)} here={period} root={`${root}/figures`} />
        </section>
      </>
    ),
  });
}

function Units({ channel, period, minimumSample, rows, unnamed }: Pick<ChannelFiguresPage, 'channel' | 'minimumSample'> & NonNullable<ChannelFiguresPage['byUnit']> & { period: string }) {
  const { letters } = figureChannels[channel];
  const hidden = countOf(unnamed, 'registered');
  if (rows.length === 0 && hidden === 0) return <p>{`本月没有受理登记的${letters}。`}</p>;
  const Row = ({ name, set, lists }: { name: string; set: FigureSet; lists: Lists | null }) => {
    const counted = (count: ListedCount) => <td><Count set={set} name={count} lists={lists} /></td>;
    return (
      <tr>
        <th scope="row">{name}</th>
        {counted('registered')}
        {counted('answered')}
        <RateCells figures={set} minimumSample={minimumSample} lists={lists} />
        {counted('extended')}
        {counted('overdue')}
      </tr>
    );
  };
  return (
    <>
      <FigureTable id="units-table" caption={`按定期时的承办单位；分母不足${minimumSample}件的不列比率，注明“样本不足”`}>
        <thead><tr>{['单位', '受理', '已答复', '单位按时率', '上网按时率', '延期', '超期未答复'].map((word) => <th key={word} scope="col">{word}</th>)}</tr></thead>
        <tbody>
          {rows.map(({ unitCode, name, set }) => <Row key={unitCode ?? ''} name={name} set={set} lists={unitCode === null ? null : { period, unit: unitCode, channel }} />)}
          {hidden > 0 ? <Row name={`不公开的${letters}`} set={unnamed} lists={null} /> : null}
        </tbody>
      </FigureTable>
      {hidden > 0 ? <p class="hint">{`不公开的${letters}${hidden}件，合并列出，不分单位：写信人没有要求公开的，其来源也不公开。`}</p> : null}
    </>
  );
}
