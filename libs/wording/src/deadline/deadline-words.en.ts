import { businessDateOf } from '@wenzheng/working-days';
import { englishDates as d, timeOfDay } from '../dates.js';
import type { DeadlineCase, FinalDate, PublishedExtension } from './deadline-case.js';
import type { DeadlineWords } from './deadline-words.js';

type CaseOf<Is extends DeadlineCase['is']> = Extract<DeadlineCase, { is: Is }>;

const workingDays = (days: number) => `${days} working day${days === 1 ? '' : 's'}`;

const sessionDay = { interview: 'the day of the interview', forum: 'the day of the forum' };

const provisionalTail = (missing: number | undefined) =>
  missing === undefined
    ? 'The date is being recomputed with the holidays now announced; until then nothing counts as overdue.'
    : `The holidays of ${missing} have not been announced; the date may change then, and until then nothing counts as overdue.`;

const announced = (extension: PublishedExtension, year: number) =>
  `${extension.unitName ?? 'The responsible unit'} announced an extension on ${d.short(extension.publishedOn, year)}. `;

const lastPossibleDay = (final: FinalDate, text: string) =>
  `The last possible day is ${final.provisional ? 'provisionally ' : ''}${text}.`;

const dayAndDate = (date: string, year: number) => `${d.weekday(date)}, ${d.short(date, year)}`;

function inTime(now: CaseOf<'inTime'>, year: number): string {
  const { dueOn, extension } = now;
  const today = `Due today (${dayAndDate(dueOn, year)}) before ${now.close}.`;
  if (!extension) {
    if (now.isToday) return today;
    const left = now.daysLeft === 0 ? '' : `; ${workingDays(now.daysLeft)} left`;
    return `Due before ${now.close} on ${d.weekday(dueOn)}, ${d.full(dueOn)}${left}.`;
  }
  const due = now.isToday ? today : `Due before ${now.close} on ${dayAndDate(dueOn, year)}.`;
  const { final } = extension;
  return `${announced(extension, year)}${due} ${lastPossibleDay(final, dayAndDate(final.date, year))}`;
}

function review(now: CaseOf<'review'>, year: number): string {
  const submittedOn = d.short(businessDateOf(now.submittedAt), year);
  const submitted = `The responsible unit submitted its answer at ${timeOfDay(now.submittedAt)} on ${submittedOn}; it is in review`;
  if (!now.publishBy) return `${submitted}.`;
  const by = `published before ${now.close} on ${d.short(now.publishBy.date, year)}`;
  if (now.late) {
    return `${submitted} and was to be ${by}; the review is late${now.late.days ? ` by ${workingDays(now.late.days)}` : ''}.`;
  }
  return `${submitted} and is ${now.publishBy.provisional ? 'provisionally ' : ''}to be ${by}.`;
}

function overdue(now: CaseOf<'overdue'>, year: number): string {
  const was = `Was due before ${now.close} on ${dayAndDate(now.dueOn, year)}`;
  const cap = lastPossibleDay(now.final, d.short(now.final.date, year));
  if (now.isToday) return `Was due today before ${now.close}, and is overdue. ${cap}`;
  if (now.lateDays === null) {
    return `${was}, and is overdue. The holidays of ${now.missingNoticeYear} have not been announced; working days overdue will be counted then. ${cap}`;
  }
  if (now.todayKind === 'holiday') return `${was}, and is overdue; today is a public holiday.`;
  if (now.todayKind === 'weekend') return `${was}, and is overdue; today is a day of rest.`;
  return `${was}; today is working day ${now.lateDays} overdue. ${cap}`;
}

function answered(now: CaseOf<'answered'>, year: number, isPrivate: boolean): string {
  const published = d.short(now.publishedOn, year);
  const late = now.lateDays ? workingDays(now.lateDays) : 'less than 1 working day';
  if (now.how === 'cityLate') {
    return `The responsible unit submitted in time on ${d.short(now.submittedOn, year)}; published on ${published}, ${late} late.`;
  }
  if (now.how === 'late') return `Answered on ${published}, ${late} after the due date.`;
  if (now.how === 'undecided') return `Answered on ${published}; whether in time will be known when the holidays are announced.`;
  if (now.how === 'unknown') return `Answered on ${published}.`;
  if (isPrivate || now.daysTaken === null) return `Answered on ${published}, in time.`;
  return `Answered on ${published} after ${now.daysTaken ? workingDays(now.daysTaken) : 'less than 1 working day'}, in time.`;
}

const ended = {
  'ruled-invalid': (on: string) => `Not accepted; the writer was told the reason${on}.`,
  merged: (on: string) => `Merged into another message${on}, which answers both.`,
  transferred: (on: string) => `Transferred out${on}; the receiving body handles it.`,
  withdrawn: (on: string) => `Withdrawn by the writer${on}.`,
};

function sentence(now: DeadlineCase, year: number, isPrivate: boolean): string {
  switch (now.is) {
    case 'pen':
      return `The responsible unit is being determined. The time runs${now.isOfSession ? '' : ' from registration'}, whoever will handle it.`;
    case 'unknown':
      return 'The holidays of the year of registration are not on record; the due date cannot be computed.';
    case 'beforeSession':
      return `Counted from ${sessionDay[now.sessionKind]} (${d.short(now.sessionOn, year)}); to be answered within ${workingDays(now.days)}.`;
    case 'provisional': {
      const lead = now.extension ? announced(now.extension, year) : '';
      return `${lead}Provisionally due by ${d.full(now.dueOn)}. ${provisionalTail(now.missingNoticeYear)}`;
    }
    case 'inTime':
      return inTime(now, year);
    case 'review':
      return review(now, year);
    case 'overdue':
      return overdue(now, year);
    case 'pastCap': {
      const reported = now.level3Name === undefined ? '' : `; reported to ${now.level3Name}`;
      const past = now.daysPastCap ? `${workingDays(now.daysPastCap)} past` : 'Past';
      return `${past} the last possible day (${d.short(now.finalDueOn, year)})${reported}.`;
    }
    case 'answered':
      return answered(now, year, isPrivate);
    case 'ended':
      return ended[now.ending](now.endedOn === undefined ? '' : ` on ${d.short(now.endedOn, year)}`);
  }
}

const daysLeft = (days: number) => (days === 0 ? 'Due today' : `${workingDays(days)} left`);

export const englishWords: DeadlineWords = {
  sentence: (now, year, isPrivate) => `${isPrivate ? 'The content is not public. ' : ''}${sentence(now, year, isPrivate)}`,

  note(note, year) {
    if (note.is === 'interim') {
      return 'An interim reply has been published. It does not count as an answer, and the time runs on.';
    }
    const submitted = d.short(note.submittedOn, year);
    if (note.is === 'noticeInReview') {
      return `An extension notice was submitted on ${submitted}; it takes effect when it is published.`;
    }
    return `An extension notice was submitted on ${submitted}, after ${workingDays(note.days)} had passed; the due date (${d.short(note.replyDueOn, year)}) does not change.`;
  },

  short(now, year) {
    switch (now.is) {
      case 'pen':
        return now.daysLeft === null ? '' : daysLeft(now.daysLeft);
      case 'unknown':
        return 'Cannot be computed';
      case 'beforeSession':
        return `Counted from ${sessionDay[now.sessionKind]}`;
      case 'provisional':
        return `Provisionally ${d.short(now.dueOn, year)}`;
      case 'inTime':
        return now.isToday || now.daysLeft > 0 ? daysLeft(now.daysLeft) : `Due on ${d.short(now.dueOn, year)}`;
      case 'review':
        if (now.late) return 'Review late';
        return now.publishBy ? `To be published by ${d.short(now.publishBy.date, year)}` : 'Awaiting publication';
      case 'overdue':
      case 'pastCap':
        if (!now.lateDays) return 'Overdue';
        return now.todayKind === 'workingDay' || now.todayKind === 'makeUpWorkingDay'
          ? `Working day ${now.lateDays} overdue`
          : `Overdue by ${workingDays(now.lateDays)}`;
      case 'answered':
        return { inTime: 'In time', cityLate: 'Published late', late: 'Answered late', undecided: '', unknown: '' }[now.how];
      case 'ended':
        return '';
    }
  },
};
