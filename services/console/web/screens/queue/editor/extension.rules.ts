import { addDays, businessDateOf, endOfBusinessDate, type BusinessDate, type CloseOfBusiness, type WorkingCalendar } from '@wenzheng/working-days';
import { chineseDates } from '@wenzheng/wording';

interface Dates {
  dayZero: { on: BusinessDate };
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  noticeDueOn: BusinessDate | null;
  closeOfBusiness: string;
}

/** The working days after 应答复日 (and after today) up to 最迟答复日, each with its number counted from day zero. */
export function extensionChoices({ dayZero, replyDueOn, finalDueOn }: Dates, now: Date, calendar: WorkingCalendar): { date: BusinessDate; nth: number }[] {
  if (replyDueOn === null || finalDueOn === null) return [];
  const today = businessDateOf(now);
  const choices = [];
  for (let date = addDays(replyDueOn, 1); date <= finalDueOn; date = addDays(date, 1)) {
    if (date > today && calendar.isWorkingDay(date)) choices.push({ date, nth: calendar.workingDaysBetween(dayZero.on, date) });
  }
  return choices;
}

/** Until when a notice is in time, and how far it may go; after that it cures nothing (R10, R11). */
export function extensionWords({ dayZero, noticeDueOn, finalDueOn, closeOfBusiness }: Dates, now: Date, calendar: WorkingCalendar): { words: string; isLate: boolean } | null {
  if (noticeDueOn === null || finalDueOn === null) return null;
  const today = businessDateOf(now);
  const year = Number(today.slice(0, 4));
  const day = (date: BusinessDate) => chineseDates.short(date, year);
  if (now >= endOfBusinessDate(noticeDueOn, closeOfBusiness as CloseOfBusiness)) {
    return { isLate: true, words: `已过延期说明的期限（${day(noticeDueOn)}），延期说明不再有效，请直接答复。仍提交的会公开并记录，不改变应答复日。` };
  }
  const nth = calendar.workingDaysBetween(dayZero.on, today);
  const until = `${day(noticeDueOn)}${chineseDates.clock(closeOfBusiness)}前`;
  return { isLate: false, words: `今天是第${nth}个工作日，延期说明须在${until}提交；新的答复日期不得晚于${day(finalDueOn)}（第${calendar.workingDaysBetween(dayZero.on, finalDueOn)}个工作日）。` };
}
