import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { channelWords, kindWords } from '@wenzheng/wording';
import type { ChangedFigure, ClosedFigures, FigureSet } from './closed-period.entity.js';
import { listedCounts } from './figure.rules.js';

const rates = { answered: '答复率', submittedInTime: '单位按时率', publishedInTime: '上网按时率' } as const;

/** Every figure that is shown, in words, with what it says; one that is not there says nothing. */
function shownOf(set: FigureSet | undefined): Map<string, string | null> {
  if (!set) return new Map();
  const percent = (value: string | null | undefined) => (value == null ? null : `${value}%`);
  const days = (value: number | null | undefined) => (value == null ? null : `${value}个工作日`);
  return new Map<string, string | null>([
    ...Object.entries({ ...listedCounts, urged: '催办' }).map(([count, word]): [string, string | null] => [word, set.counts[count] === undefined ? null : `${set.counts[count]}件`]),
    ...Object.entries(rates).map(([rate, word]): [string, string | null] => [word, percent(set.rates[rate]?.percent)]),
    ['全程用时中位数', days(set.stages['publication']?.median)], ['全程用时九成不超过', days(set.stages['publication']?.p90)],
    ['评价', `${set.satisfaction.n}人`], ['满意率', percent(set.satisfaction.percent)],
  ]);
}

/** Whatever the pages of a period show otherwise after a correction: the city's figures first, then those of units, channels and kinds. */
export function changesBetween(before: ClosedFigures, after: ClosedFigures): ChangedFigure[] {
  const changed = (of: string, was: FigureSet | undefined, is: FigureSet | undefined): ChangedFigure[] => {
    const [old, now] = [shownOf(was), shownOf(is)];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
      const [a, b] = [old.get(name) ?? null, now.get(name) ?? null];
      return a === b ? [] : [{ of, name, before: a, after: b }];
    });
  };
  const among = <One extends FigureSet>(was: readonly One[], is: readonly One[], keyOf: (one: One) => string, wordsOf: (one: One) => string): ChangedFigure[] => {
    const [old, now] = [new Map(was.map((one) => [keyOf(one), one])), new Map(is.map((one) => [keyOf(one), one]))];
    return [...new Map([...old, ...now])].flatMap(([key, one]) => changed(wordsOf(one), old.get(key), now.get(key)));
  };
  return [
    ...changed('合计', before.totals, after.totals),
    ...among(before.units, after.units, ({ unit }) => unit?.code ?? '', ({ unit }) => unit?.name ?? '待分拨'),
    ...among(before.channels, after.channels, ({ channel }) => channel, ({ channel }) => channelWords.zh[channel as ChannelName]),
    ...among(before.kinds, after.kinds, ({ kind }) => kind ?? '', ({ kind }) => (kind ? kindWords.zh[kind as MessageKind] : '未分类')),
  ];
}

/** The figures with those of the next correction in their place; null for one that is not the next. */
export function correctedWith(figures: ClosedFigures, { number, reason, correctedAt, figures: next }: { number: number; reason: string; correctedAt: string; figures: ClosedFigures }): ClosedFigures | null {
  const before = figures.corrections ?? [];
  if (number !== before.length + 1) return null;
  return { ...next, corrections: [...before, { number, reason, correctedAt, digest: figures.digest, changes: changesBetween(figures, next) }] };
}
