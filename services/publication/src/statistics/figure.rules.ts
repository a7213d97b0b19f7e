import type { Language } from '@wenzheng/wording';
import { isMonth, periodWords, periodWordsIn } from './period.rules.js';

/** The counts whose messages anybody may list; each is a count of closed figures. */
export const listedCounts = {
  registered: '受理', valid: '有效', answerable: '应答复', answered: '已答复', publiclyAnswered: '公开答复', privatelyAnswered: '不公开答复', submittedInTime: '单位按时', publishedInTime: '上网按时',
  judgedBySubmission: '计入单位按时率', judgedByPublication: '计入上网按时率', extended: '延期', interimOnly: '仅阶段性回复', overdue: '超期未答复', ruledInvalid: '认定无效', merged: '合并', transferred: '转出',
  withdrawn: '本人撤回', open: '未办结',
} as const;
export type ListedCount = keyof typeof listedCounts;
const englishCounts: Readonly<Record<ListedCount, string>> = {
  registered: 'registered', valid: 'valid', answerable: 'to be answered', answered: 'answered', publiclyAnswered: 'answered in public', privatelyAnswered: 'answered in private', submittedInTime: 'submitted in time', publishedInTime: 'published in time',
  judgedBySubmission: 'judged by submission', judgedByPublication: 'judged by publication', extended: 'extended', interimOnly: 'interim reply only', overdue: 'overdue', ruledInvalid: 'ruled not acceptable', merged: 'merged', transferred: 'transferred',
  withdrawn: 'withdrawn', open: 'not ended',
};

/** What the home page counts as things stand now, without what an import brought. */
const currentCounts = ['registered', 'answered', 'publishedInTime'] as const;
export type CurrentCount = (typeof currentCounts)[number];

export type Figure = { period: string; count: ListedCount } | { period: null; count: CurrentCount };

const closedPattern = new RegExp(`^([2-9]\\d{3}(?:-(?:0[1-9]|1[0-2]))?)\\.(${Object.keys(listedCounts).join('|')})$`);
/** `2026-09.answered` of a closed period, `answered` of what stands now. */
export const figurePattern = new RegExp(`${closedPattern.source}|^(?:${currentCounts.join('|')})$`);

/** @param text what the pattern admits */
export function figureOf(text: string): Figure {
  const [, period, count] = closedPattern.exec(text) ?? [];
  return period && count ? { period, count: count as ListedCount } : { period: null, count: text as CurrentCount };
}

export function figureWords(text: string, language: Language = 'zh'): string {
  const { period, count } = figureOf(text);
  if (language === 'en') return `“${englishCounts[count]}” ${period ? `in the statistics of ${periodWordsIn.en(period)}` : 'at present'}`;
  return period ? `${periodWords(period)}${isMonth(period) ? '' : '全年'}统计的“${listedCounts[count]}”` : `目前“${listedCounts[count]}”的`;
}

/** SQL: a row of counted messages is of the figures that stand. */
export const isStanding = (counted: string): string =>
  `${counted}.correction = (SELECT coalesce(jsonb_array_length(figures->'corrections'), 0) FROM closed_period WHERE closed_period.period = ${counted}.period)`;
