import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { businessDateOf, weekday, type BusinessDate } from '@wenzheng/working-days';

export const kindWords: Readonly<Record<MessageKind, string>> = {
  inquiry: '咨询',
  complaint: '投诉',
  suggestion: '建议',
  opinion: '意见',
  help: '求助',
  report: '举报',
  thanks: '感谢',
};

export const channelWords: Readonly<Record<ChannelName, string>> = {
  portal: '政府网站',
  board: '市民心声',
  interview: '在线访谈',
  mailbox: '电子信箱',
  forum: '网民座谈会',
  microblog: '政务微博',
};

/** Whether anything of a text can be seen: blanks, fillers and zero-width characters cannot. */
export const isVisible = (text: string): boolean => /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S}]/u.test(text);

/** 2026年9月18日 */
export function dateWords(date: BusinessDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

export const weekdayWords = (date: BusinessDate): string => `星期${'一二三四五六日'[weekday(date) - 1]}`;

/** 2026年9月18日（星期五）15:20, in Asia/Shanghai whatever the zone of the process. */
export function instantWords(instant: Date): string {
  const date = businessDateOf(instant);
  return `${dateWords(date)}（${weekdayWords(date)}）${timeWords(instant)}`;
}

const shanghai = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString();

export const timeWords = (instant: Date): string => shanghai(instant).slice(11, 16);

/** RFC 3339 with the offset that people live in, for `<time datetime>` and the JSON. */
export const shanghaiInstant = (instant: Date): string => `${shanghai(instant).slice(0, 19)}+08:00`;
