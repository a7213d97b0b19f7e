import type { ComponentChildren } from 'preact';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import type { ListedCount } from '../../statistics/figure.rules.js';
import { cutOffWords } from '../../statistics/period.rules.js';
import { shanghaiInstant } from '../../message/words.rules.js';
import { isRanked } from './league.rules.js';

const measures: Readonly<Record<string, string | undefined>> = { messages: '件', percent: '%', 'working days': '工作日' };
/** 计量单位 of a definition. */
export const measureWords = (unit: string): string => measures[unit] ?? unit;

export const countOf = ({ counts }: FigureSet, name: string): number => counts[name] ?? 0;

/** Whose messages the lists are, to which figures lead: null where there are none. */
export interface Lists {
  period: string;
  unit?: string | undefined;
  kind?: string | null | undefined;
  channel?: string | undefined;
}

/** A figure and, where there is something to list, the way to the list of its messages. */
export function Count({ set, name, lists, words = '' }: { set: FigureSet; name: ListedCount; lists: Lists | null; words?: string }) {
  const value = countOf(set, name);
  if (!lists || value === 0) return <>{value}{words}</>;
  const { period, unit, kind, channel } = lists;
  const query = new URLSearchParams({ ...(unit ? { unit } : {}), ...(kind ? { kind } : {}), ...(channel ? { channel } : {}), figure: `${period}.${name}` });
  return <a href={`/messages?${query}`}>{value}{words}</a>;
}

/** A rate as it was closed, to the hundredth; 无 of nothing. */
export const percentWords = (percent: string | null | undefined): string => (percent ? `${percent}%` : '无');

export const rateOf = ({ rates }: FigureSet, name: string) => rates[name] ?? { count: 0, of: 0, percent: null };

const countOfRate = { submittedInTime: 'judgedBySubmission', publishedInTime: 'judgedByPublication' } as const;

/** Of too few there is no rate. */
export function rateWords(figures: FigureSet, name: keyof typeof countOfRate, minimumSample: number): string {
  const { of, percent } = rateOf(figures, name);
  return of === 0 || isRanked(figures, name, minimumSample) ? percentWords(percent) : '样本不足';
}

/** A rate with how many it rests on; of too few, these alone. */
export function Rate({ figures, name, minimumSample, lists }: { figures: FigureSet; name: keyof typeof countOfRate; minimumSample: number; lists: Lists | null }) {
  const { count, of } = rateOf(figures, name);
  return (
    <>
      {rateWords(figures, name, minimumSample)}
      {of === 0 ? null : <span class="n">{lists ? <><Count set={figures} name={name} lists={lists} />/<Count set={figures} name={countOfRate[name]} lists={lists} /></> : `${count}/${of}`}</span>}
    </>
  );
}

/** 单位按时率 and 上网按时率 side by side, as everywhere in a table. */
export function RateCells(of: Omit<Parameters<typeof Rate>[0], 'name'>) {
  return <>{(Object.keys(countOfRate) as (keyof typeof countOfRate)[]).map((name) => <td key={name}><Rate {...of} name={name} /></td>)}</>;
}

export function stageWords({ stages }: FigureSet, name: string, which: 'median' | 'p90'): string {
  const value = stages[name]?.[which];
  return value === null || value === undefined ? '无' : `${value}个工作日`;
}

/** As wide as its share; the number stands beside it. */
export function Bar({ value, of }: { value: number; of: number }) {
  return (
    <svg class="bar" aria-hidden="true" focusable="false">
      <rect width={`${of === 0 ? 0 : Math.round((value / of) * 1000) / 10}%`} height="100%" />
    </svg>
  );
}

/** A table of figures, which scrolls by itself where it is wider than the screen. */
export function FigureTable({ id, caption, isNarrow = false, children }: { id: string; caption: ComponentChildren; isNarrow?: boolean; children: ComponentChildren }) {
  return (
    <div class={isNarrow ? 'scroll narrow' : 'scroll'} role="group" aria-labelledby={id} tabIndex={0}>
      <table class="compared">
        <caption id={id}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** In working days, for a column that says so. */
export function stageDays({ stages }: FigureSet, name: string, which: 'median' | 'p90'): string {
  return String(stages[name]?.[which] ?? '无');
}

export function CutOff({ figures }: { figures: Pick<ClosedFigures, 'cutOff'> }) {
  const at = new Date(figures.cutOff);
  return <time datetime={shanghaiInstant(at)}>{cutOffWords(at)}</time>;
}

export function Downloads({ period }: { period: string }) {
  return <p>下载全部数字：<a href={`/statistics/${period}.xlsx`}>电子表格（XLSX）</a>　<a href={`/statistics/${period}.csv`}>表格（CSV）</a>　<a href={`/statistics/${period}.json`}>数据（JSON）</a></p>;
}
