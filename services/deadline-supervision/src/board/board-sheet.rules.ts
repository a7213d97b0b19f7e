import type { CsvCell } from '@wenzheng/platform/text';
import { channelWords, kindWords, timeOfDay } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import type { BoardMessage } from './board.service.js';

const levels = ['', '一级', '二级', '三级'];
const columns = ['受理编号', '事由', '渠道', '类别', '承办单位', '应答复日', '最迟答复日', '上报级别', '超期起', '催办时间', '提交时间', '督办单'];
/** In the city's time, as a spreadsheet sorts and subtracts it; days stand so too. */
const instant = (at: Date | null) => (at === null ? '' : `${businessDateOf(at)} ${timeOfDay(at)}`);

/** 时限看板 as a sheet: a line a message, in the words that the board has. */
export const boardSheet = (lines: readonly BoardMessage[]): CsvCell[][] => [
  columns,
  ...lines.map(({ messageNumber, matter, channel, kind, unit, dueOn, finalDueOn, level, overdueSince, urgedAt, submittedAt, orders }) => [
    messageNumber, matter, channelWords.zh[channel], kind && kindWords.zh[kind], unit?.name ?? '尚未确定单位', dueOn, finalDueOn, levels[level ?? 0] ?? '', instant(overdueSince), instant(urgedAt), instant(submittedAt),
    orders.map(({ number }) => number ?? '草稿').join('；'),
  ]),
];
