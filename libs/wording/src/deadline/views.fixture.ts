import type { DeadlineView } from './deadline-view.js';

/** Registered on Friday 2026-09-18, so due on Tuesday 09-22 and at the latest on Friday 10-09. */
export const streetLamps: DeadlineView = {
  unitName: '市城市管理局',
  registeredOn: '2026-09-18',
  replyDueOn: '2026-09-22',
  finalDueOn: '2026-10-09',
  provisional: false,
  assigned: true,
};

/** Registered on 2026-12-30: both dates reach into 2027, whose notice is not known. */
export const yearEnd: DeadlineView = {
  ...streetLamps,
  registeredOn: '2026-12-30',
  replyDueOn: '2027-01-05',
  finalDueOn: '2027-01-14',
  provisional: true,
};

export const timelyNotice = { submittedOn: '2026-09-21', publishedOn: '2026-09-21', newDueOn: '2026-09-24', timely: true };

export const lateNotice = { submittedOn: '2026-09-23', publishedOn: '2026-09-23', newDueOn: '2026-10-09', timely: false };

/** An instant given as Shanghai time, '2026-09-22 16:40'. */
export function shanghai(time: string): Date {
  return new Date(`${time.replace(' ', 'T')}:00+08:00`);
}
