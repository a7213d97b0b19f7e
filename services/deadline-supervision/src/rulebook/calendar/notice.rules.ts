import { dateSchema, prose } from '@wenzheng/contracts';
import type { Notice, NoticeDay, WorkingCalendar } from '@wenzheng/working-days';
import { z } from 'zod';
import type { SupervisionProblemCode } from '../../problems.js';

/** A year's arrangement in the shape that ships (and that NateScarlet/holiday-cn publishes), with the paper that says so. */
export const noticeSchema = z
  .strictObject({
    year: z.int().min(2008).max(9989),
    name: prose(200).describe('of the official paper: 国务院办公厅关于2027年部分节假日安排的通知'),
    number: z
      .string()
      .regex(/^[\p{Script=Han}]{2,12}〔\d{4}〕\d{1,4}号$/u, { message: 'is not like 国办发明电〔2026〕7号' })
      .describe('文号 of the official paper: 国办发明电〔2026〕7号'),
    papers: z.array(z.url({ protocol: /^https?$/ }).max(500)).min(1).max(10).describe('addresses of the year’s papers; the last is the one that is loaded'),
    days: z
      .array(z.strictObject({ name: prose(50), date: dateSchema, isOffDay: z.boolean(), paper: z.url().max(500).optional() }))
      .min(1)
      .max(200)
      .describe('the whole year, an amendment merged into it'),
  })
  .meta({ id: 'NewNotice' });
export type NewNotice = z.infer<typeof noticeSchema>;

/** Why it cannot be loaded after the notices of this calendar; null if it can. */
export function faultOf({ year, days, papers }: NewNotice, calendar: WorkingCalendar): SupervisionProblemCode | null {
  if (!calendar.hasNotice(year) && year !== calendar.lastNoticeYear + 1) return 'deadline-supervision.notice-out-of-turn';
  const dates = new Set(days.map(({ date }) => date));
  // A notice arranges New Year too: its last days of the year before, and of its own year.
  const isOfYear = (date: string) => date >= `${year - 1}-12-25` && date <= `${year + 1}-01-03`;
  const knownPapers = days.every(({ paper }) => paper === undefined || papers.includes(paper));
  return dates.size === days.length && [...dates].every(isOfYear) && knownPapers ? null : 'deadline-supervision.notice-inconsistent';
}

/** The year as it stands with this paper: what it leaves as it was is still owed to the earlier one. */
export function noticeOf({ year, papers, days }: NewNotice, calendar: WorkingCalendar): Notice {
  const before = calendar.notices.find((notice) => notice.year === year);
  const sayer = (day: NewNotice['days'][number]): string | undefined => {
    const same = before?.days.find(({ date, isOffDay, name }) => date === day.date && isOffDay === day.isOffDay && name === day.name);
    return day.paper ?? (same && (same.paper ?? before?.papers[0])) ?? papers.at(-1);
  };
  const inOrder = days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return {
    year,
    papers: [...new Set([...(before?.papers ?? []), ...papers])],
    days: inOrder.map((day): NoticeDay => {
      const paper = sayer(day);
      return { name: day.name, date: day.date, isOffDay: day.isOffDay, ...(paper !== undefined && { paper }) };
    }),
  };
}
