import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';

export const kindWords: Readonly<Record<MessageKind, string>> = {
  inquiry: '咨询', complaint: '投诉', suggestion: '建议', opinion: '意见', help: '求助', report: '举报', thanks: '感谢',
};

export const channelWords: Readonly<Record<ChannelName, string>> = {
  portal: '政府网站', board: '市民心声', interview: '在线访谈', mailbox: '电子信箱', forum: '网民座谈会', microblog: '政务微博',
};

/** 2026年9月1日: 成文日期 in Arabic digits, months and days without padding (GB/T 9704-2012, 7.3.5.4). */
export function dateWords(date: BusinessDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

export const dayWords = (instant: Date): string => dateWords(businessDateOf(instant));

/** 2026年9月1日15时20分, in Shanghai. */
export function instantWords(instant: Date): string {
  const [hours = '', minutes = ''] = new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(11, 16).split(':');
  return `${dayWords(instant)}${Number(hours)}时${minutes}分`;
}
