import { businessDateOf, startOfBusinessDate } from '@wenzheng/working-days';

/** 'YYYY-MM', in Asia/Shanghai. */
export type Month = string;

export const monthOf = (instant: Date): Month => businessDateOf(instant).slice(0, 7);

/** A message's id is a UUIDv7, which begins with the millisecond in which intake registered it. */
export const monthOfId = (messageId: string): Month => monthOf(new Date(Number.parseInt(messageId.replaceAll('-', '').slice(0, 12), 16)));

export function monthAfter(month: Month, months = 1): Month {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}

/** The ids of messages registered in the month are those from the first one on, up to the second without it. */
export const idsOf = (month: Month): { from: string; to: string } => ({ from: firstIdOf(month), to: firstIdOf(monthAfter(month)) });

function firstIdOf(month: Month): string {
  const milliseconds = startOfBusinessDate(`${month}-01`).getTime().toString(16).padStart(12, '0');
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-0000-0000-000000000000`;
}
