import { addDays, businessDateOf, startOfBusinessDate, stateCouncilCalendar, type BusinessDate } from '@wenzheng/working-days';

/** Working days that the story takes: three weeks, where no festival falls into them. */
export const storyDays = 15;

/** `3 09:12` is the story's third working day, `5+1 20:30` the day after its fifth, worked or not. */
export const storyTime = /^(\d{1,2})(?:\+([1-9]))? ([01]\d|2[0-3]):([0-5]\d)$/;

/** When the story's days are. Its last is the last working day that is over, so that what it leaves open stays open today. */
export class Timetable {
  private readonly lastDay: BusinessDate;

  constructor(
    readonly until: Date,
    private readonly calendar = stateCouncilCalendar,
  ) {
    this.lastDay = dated(calendar.subtractWorkingDays(businessDateOf(until), 1));
  }

  get beginsAt(): Date {
    return this.instantOf('1 08:00');
  }

  /** Days after the last one are in the future, as promises are. */
  dateOf(day: number): BusinessDate {
    return dated(day <= storyDays ? this.calendar.subtractWorkingDays(this.lastDay, storyDays - day) : this.calendar.addWorkingDays(this.lastDay, day - storyDays));
  }

  instantOf(time: string): Date {
    const [, day, later = '0', hours, minutes] = storyTime.exec(time) ?? [];
    if (day === undefined) throw new Error(`"${time}" is no time of the story: write 3 09:12 or 5+1 20:30`);
    const midnight = startOfBusinessDate(addDays(this.dateOf(Number(day)), Number(later)));
    return new Date(midnight.getTime() + (Number(hours) * 60 + Number(minutes)) * 60_000);
  }

  /** `{7}` in the story's texts is the date of its seventh working day, 11月17日. */
  written(text: string): string {
    return text.replace(/\{(\d{1,2})\}/g, (_, day: string) => {
      const [, month, date] = this.dateOf(Number(day)).split('-');
      return `${Number(month)}月${Number(date)}日`;
    });
  }
}

function dated({ dueOn }: { dueOn: BusinessDate | null }): BusinessDate {
  if (dueOn === null) throw new Error('the story begins before the first notice of the State Council');
  return dueOn;
}
