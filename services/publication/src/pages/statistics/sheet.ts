import { channelWords, dateWords, kindWords } from '@wenzheng/wording';
import type { Cell, Sheet } from '@wenzheng/sheet';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import { listedCounts } from '../../statistics/figure.rules.js';
import { cutOffWords, periodWords } from '../../statistics/period.rules.js';
import { correctionWords } from './corrections.js';
import { measureWords, rateOf } from './figures.js';

const counts = Object.entries({ ...listedCounts, urged: '催办' });
const rates = [['answered', '答复率（%）'], ['submittedInTime', '单位按时率（%）'], ['publishedInTime', '上网按时率（%）']] as const;
const decimal = (percent: string | null): Cell => (percent === null ? null : { decimal: percent });

/** The figures of a period as a spreadsheet opens them, with cut-off and definitions; what is in the pages is in it. A cell without a figure is empty, and never 0. */
export function sheetOfPeriod({ period, from, to, cutOff, totals, units, channels, kinds, definitions, corrections = [] }: ClosedFigures): Sheet {
  const rowOf = (group: string, name: string, code: string, set: FigureSet): Cell[] => [
    group, name, code, ...counts.map(([count]) => set.counts[count] ?? null), ...rates.map(([rate]) => decimal(rateOf(set, rate).percent)),
    set.stages['publication']?.median ?? null, set.stages['publication']?.p90 ?? null, set.satisfaction.n, decimal(set.satisfaction.percent),
  ];
  return {
    name: `statistics-${period}`,
    preamble: [`${periodWords(period)}办理统计：${dateWords(from)}至${dateWords(to)}受理登记的留言`, `数据截至${cutOffWords(new Date(cutOff))}`, ...corrections.map((one) => `${correctionWords(one)}：${one.reason}`)],
    columns: ['分组', '名称', '代码', ...counts.map(([, word]) => word), ...rates.map(([, word]) => word), '全程用时中位数（工作日）', '全程用时九成不超过（工作日）', '评价人数', '满意率（%）'],
    rows: [
      rowOf('合计', '全部', '', totals),
      ...units.map(({ unit, ...set }) => rowOf('单位', unit?.name ?? '待分拨', unit?.code ?? '', set)),
      ...channels.map(({ channel, ...set }) => rowOf('来源', channelWords.zh[channel], channel, set)),
      ...kinds.map(({ kind, ...set }) => rowOf('类别', kind ? kindWords.zh[kind] : '未分类', kind ?? '', set)),
    ],
    notes: [
      ...definitions.map(({ title, zh, unit }) => [title, zh, measureWords(unit)] as const),
      ...corrections.flatMap(({ number, changes }) => changes.map(({ of, name, before, after }) => [`第${number}次更正`, `${of}${name}由${before ?? '无'}更正为${after ?? '无'}`, ''] as const)),
    ],
  };
}
