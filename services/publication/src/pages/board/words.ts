import type { Language } from '@wenzheng/wording';
import { nearLimit, sortWords, stateGroupWords, type sorts, type stateGroups } from '../../message/filter.rules.js';

type Field = 'q' | 'unit' | 'kind' | 'state' | 'channel' | 'from' | 'to' | 'figure' | 'hotIssue';

interface BoardWords {
  title: string;
  titleOf(page: number): string;
  submit: string;
  filter: string;
  filterOf(chosen: number): string;
  fields: Readonly<Record<Field, string>>;
  states: Readonly<Record<keyof typeof stateGroups, string>>;
  all: string;
  chosen: string;
  without(field: string): string;
  separator: string;
  clear: string;
  noHotIssue: string;
  count(count: number, isAtLeast: boolean, page: number): string;
  none: string;
  chosenTitle: string;
  sorting: string;
  sortedBy: string;
  sorts: Readonly<Record<(typeof sorts)[number], string>>;
  sortHints: Readonly<Record<'relevance' | 'answered' | 'due' | 'ofNewest', string>>;
  between: string;
  /** Nothing was found by a number. */
  noNumber: string;
  noNumberMay: string;
  query: string;
  stop: string;
  withoutFilters: string;
  thereAre(many: string): string;
  oneWord: string;
  separatedBy: string;
  inBrackets(words: string): string;
  many(count: number): string;
  tryThis: string;
  turning: string;
  before: string;
  after: string;
  position(page: number, pages: number): string;
}

const inDigits = (count: number) => count.toLocaleString('en-US');

export const boardWords: Readonly<Record<Language, BoardWords>> = {
  zh: {
    title: '市民心声', titleOf: (page) => `市民心声 第${page}页`, submit: '我要留言', filter: '筛选', filterOf: (chosen) => `筛选（${chosen}项）`,
    fields: { q: '关键词或受理编号', unit: '承办单位', kind: '类别', state: '办理状态', channel: '来源', from: '受理日期从', to: '受理日期至', figure: '统计指标', hotIssue: '热点问题' },
    states: stateGroupWords, all: '全部', chosen: '已选：', without: (field) => `去掉${field}`, separator: '；', clear: '清除筛选', noHotIssue: '没有公布的热点问题',
    count: (count, isAtLeast, page) => `共${inDigits(count)}件${isAtLeast ? '以上' : ''}，第${page}页`, none: '没有符合条件的留言。',
    chosenTitle: '市民心声（按所选条件）', sorting: '排序', sortedBy: '排序：', sorts: sortWords, between: '',
    sortHints: { relevance: '按相关程度排列：关键词在标题中的优先于在正文中的，少见的词优先于常见的词，近期的优先于早期的。', answered: '只列已经答复的留言。', due: '只列尚未办结的留言。', ofNewest: '含有这些词的留言很多，只在最近受理的留言中查找；增加关键词或筛选条件可以查得更准。' },
    noNumber: '没有编号为', noNumberMay: '的公开留言；如是不公开留言，请到', query: '查询', stop: '。', withoutFilters: '不限其他条件，', thereAre: (many) => `有${many}`, oneWord: '只查其中一个词：', separatedBy: '，', inBrackets: (words) => `（${words}）`,
    many: (count) => `${inDigits(count)}件${count >= nearLimit ? '以上' : ''}`, tryThis: '可以减少关键词、换一种说法，或者只输入受理编号的后几位；加引号的词句按原文查找。',
    turning: '翻页', before: '‹ 上一页', after: '下一页 ›', position: (page, pages) => `第${page}页，共${pages}页`,
  },
  en: {
    title: 'Citizens’ board', titleOf: (page) => `Citizens’ board, page ${page}`, submit: 'Write to us', filter: 'Filter', filterOf: (chosen) => `Filter (${chosen} chosen)`,
    fields: { q: 'Words or message number', unit: 'Responsible unit', kind: 'Kind', state: 'Status', channel: 'Came through', from: 'Registered from', to: 'Registered until', figure: 'Figure', hotIssue: 'Hot issue' },
    states: { working: 'In progress', overdue: 'Overdue', answered: 'Answered', other: 'Ended otherwise', historical: 'Unanswered from the past' },
    all: 'All', chosen: 'Chosen: ', without: (field) => `remove ${field.toLowerCase()}`, separator: '; ', clear: 'Clear filter', noHotIssue: 'none that is published',
    count: (count, isAtLeast, page) => `${inDigits(count)}${isAtLeast ? ' or more' : ''} ${count === 1 && !isAtLeast ? 'message' : 'messages'}, page ${page}`, none: 'No message meets these conditions. ',
    chosenTitle: 'Citizens’ board (as filtered)', sorting: 'Order', sortedBy: 'Ordered by: ', sorts: { newest: 'newest', answered: 'newest reply', due: 'first due', relevance: 'relevance' }, between: ' ',
    sortHints: { relevance: 'Ordered by relevance: words in titles before words in texts, rare words before common ones, recent messages before old ones.', answered: 'Answered messages only.', due: 'Open messages only.', ofNewest: 'Very many messages have these words; only the most recently registered were searched. More words or a filter will find better.' },
    noNumber: 'There is no public message with the number ', noNumberMay: '; if it is not public, ', query: 'track it', stop: '.', withoutFilters: 'Without the other conditions ', thereAre: (many) => `there are ${many}`, oneWord: 'Only one of the words: ', separatedBy: ', ', inBrackets: (words) => ` (${words})`,
    many: (count) => `${inDigits(count)}${count >= nearLimit ? ' or more' : ''}`, tryThis: 'Try fewer or other words, or only the last digits of a message number; what is in quotation marks is looked for as it stands.',
    turning: 'Pages', before: '‹ Previous', after: 'Next ›', position: (page, pages) => `Page ${page} of ${pages}`,
  },
};
