import { channels } from '@wenzheng/contracts';
import type { Cell, Sheet } from '@wenzheng/sheet';
import { channelWords, kindWords } from '@wenzheng/wording';
import { countDefinitions, countNames, definitions, rateNames, stages } from '../figures/definitions.js';
import type { Figures } from '../figures/figures.rules.js';
import type { LeagueTable, Statistics } from '../statistics.service.js';

const unitWords = { messages: '件', percent: '%', 'working days': '工作日' } as const;

interface Column {
  title: string;
  cell: (figures: Figures) => Cell;
}

const decimal = (percent: string | null): Cell => (percent === null ? null : { decimal: percent });
const counts = countNames.map((name): Column => ({ title: countDefinitions[name].title, cell: (figures) => figures[name] }));
const shares = rateNames.map((name): Column => ({ title: `${definitions[`rates.${name}`].title}（%）`, cell: ({ rates }) => decimal(rates[name].percent) }));
const times = stages.flatMap((name): Column[] => {
  const { title } = definitions[`stages.${name}`];
  return [
    { title: `${title}中位数（工作日）`, cell: ({ stages: of }) => of[name].median },
    { title: `${title}九成分位（工作日）`, cell: ({ stages: of }) => of[name].p90 },
  ];
});
const satisfaction: Column[] = [
  { title: '已评价', cell: ({ satisfaction: of }) => of.n },
  { title: '满意率（%）', cell: ({ satisfaction: of }) => decimal(of.percent) },
];
const columns: readonly Column[] = [...shares, ...times, ...satisfaction, ...counts];

const notes = Object.values(definitions).map(({ title, zh, unit }) => [title, zh, unitWords[unit]] as const);
const cellsOf = (figures: Figures): Cell[] => columns.map(({ cell }) => cell(figures));
const shanghai = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'medium', hourCycle: 'h23' });

function preambleOf({ from, to, unit, channel, kind, cutOff }: Omit<Statistics, 'totals' | 'units' | 'channels' | 'kinds' | 'definitions'>): string[] {
  const only = [unit && `单位 ${unit}`, channel && `渠道 ${channelWords.zh[channel]}`, kind && `类别 ${kindWords.zh[kind]}`].filter(Boolean);
  return [`受理登记日：${from ?? '最早'} 至 ${to ?? '今'}${only.length > 0 ? `；${only.join('；')}` : ''}`, `数据截至：${shanghai.format(new Date(cutOff))}`];
}

export function statisticsSheet(statistics: Statistics): Sheet {
  const { totals, units, channels: byChannel, kinds } = statistics;
  const rowOf = (group: string, name: string, code: string, figures: Figures): Cell[] => [group, name, code, ...cellsOf(figures)];
  return {
    name: 'statistics',
    preamble: preambleOf(statistics),
    columns: ['分组', '名称', '代码', ...columns.map(({ title }) => title)],
    rows: [
      rowOf('合计', '全部', '', totals),
      ...units.map(({ unit, ...figures }) => rowOf('单位', unit?.name ?? '待分拨', unit?.code ?? '', figures)),
      ...channels.flatMap((channel) => byChannel.filter((one) => one.channel === channel)).map(({ channel, ...figures }) => rowOf('渠道', channelWords.zh[channel], channel, figures)),
      ...kinds.map(({ kind, ...figures }) => rowOf('类别', kind ? kindWords.zh[kind] : '未分类', kind ?? '', figures)),
    ],
    notes,
  };
}

export function leagueSheet(table: LeagueTable): Sheet {
  const { by, minimumSample, rows } = table;
  const { title } = definitions[`rates.${by}`];
  return {
    name: 'league-table',
    preamble: [...preambleOf(table), `按${title}排名；分母不足${minimumSample.value}件的单位不参与排名（${minimumSample.basis === 'default' ? '默认值' : '本市设定'}）`],
    columns: ['名次', '单位', '代码', ...columns.map(({ title: of }) => of)],
    rows: rows.map(({ rank, unit, ...figures }) => [rank, unit.name, unit.code, ...cellsOf(figures)]),
    notes,
  };
}
