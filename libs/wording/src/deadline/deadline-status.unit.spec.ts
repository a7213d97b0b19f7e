import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { shortDueText } from './deadline-sentence.js';
import { deadlineStatus, isDueSoon, messageStatuses, statusVocabulary, statusWords, type MessageStatus } from './deadline-status.js';
import { dueOnInForce, type DeadlineView } from './deadline-view.js';
import { lateNotice, shanghai, streetLamps, timelyNotice, yearEnd } from './views.fixture.js';

const answered = (submittedAt: string, publishedAt = submittedAt): DeadlineView => ({
  ...streetLamps, ending: 'publicly-answered', submittedAt: shanghai(submittedAt), publishedAt: shanghai(publishedAt),
});

type Row = [title: string, at: string, view: DeadlineView, status: MessageStatus, zh: string, en: string];

const rows: Row[] = [
  ['holding pen', '2026-09-20 09:00', { ...streetLamps, assigned: false }, 'pen', '还有2个工作日', '2 working days left'],
  ['holding pen, last day', '2026-09-22 09:00', { ...streetLamps, assigned: false }, 'pen', '今天到期', 'Due today'],
  ['holding pen, provisional', '2026-12-31 09:00', { ...yearEnd, assigned: false }, 'pen', '', ''],
  ['holding pen, date unknown', '2006-12-28 09:00', { ...streetLamps, replyDueOn: null, finalDueOn: null, assigned: false }, 'pen', '', ''],
  ['holding pen, past the due date', '2026-09-23 09:00', { ...streetLamps, assigned: false }, 'overdue', '超期第1个工作日', 'Working day 1 overdue'],
  ['assigned, in time', '2026-09-21 09:00', streetLamps, 'open', '还有1个工作日', '1 working day left'],
  ['the last minute before 24:00', '2026-09-22 23:59', streetLamps, 'open', '今天到期', 'Due today'],
  ['24:00 itself', '2026-09-23 00:00', streetLamps, 'overdue', '超期第1个工作日', 'Working day 1 overdue'],
  ['the close of business itself', '2026-09-22 17:30', { ...streetLamps, closeOfBusiness: '17:30' }, 'overdue', '已超期', 'Overdue'],
  ['promised for a day of rest', '2026-09-24 09:00', { ...streetLamps, replyDueOn: '2026-09-26' }, 'open', '9月26日到期', 'Due on 26 September'],
  ['timely notice published', '2026-09-23 09:00', { ...streetLamps, extension: timelyNotice }, 'extended', '还有1个工作日', '1 working day left'],
  ['timely notice not published', '2026-09-23 09:00', { ...streetLamps, extension: { submittedOn: '2026-09-22', timely: true } }, 'overdue', '超期第1个工作日', 'Working day 1 overdue'],
  ['late notice', '2026-09-23 09:00', { ...streetLamps, extension: lateNotice }, 'overdue', '超期第1个工作日', 'Working day 1 overdue'],
  ['submitted in time, due date passed', '2026-09-23 09:00', { ...streetLamps, submittedAt: shanghai('2026-09-22 23:59'), reviewDueOn: '2026-09-23' }, 'review', '应于9月23日公开', 'To be published by 23 September'],
  ['submitted, no date for the review', '2026-09-22 09:00', { ...streetLamps, submittedAt: shanghai('2026-09-21 09:00') }, 'review', '等待公开', 'Awaiting publication'],
  ['review late', '2026-09-24 00:00', { ...streetLamps, submittedAt: shanghai('2026-09-22 23:59'), reviewDueOn: '2026-09-23' }, 'review', '审核已超时', 'Review late'],
  ['submitted at 24:00', '2026-09-23 09:00', { ...streetLamps, submittedAt: shanghai('2026-09-23 00:00') }, 'overdue', '超期第1个工作日', 'Working day 1 overdue'],
  ['overdue on a holiday', '2026-09-26 09:00', streetLamps, 'overdue', '已超期2个工作日', 'Overdue by 2 working days'],
  ['past the cap', '2026-10-10 09:00', streetLamps, 'overdue', '超期第8个工作日', 'Working day 8 overdue'],
  ['past the cap, on a Sunday', '2026-10-11 09:00', streetLamps, 'overdue', '已超期8个工作日', 'Overdue by 8 working days'],
  ['overdue by a firm date, today provisional', '2027-01-05 09:00', { ...streetLamps, registeredOn: '2026-12-18', replyDueOn: '2026-12-23', finalDueOn: '2027-01-01' }, 'overdue', '已超期', 'Overdue'],
  ['provisional date passed', '2027-01-06 09:00', yearEnd, 'open', '暂定1月5日', 'Provisionally 5 January'],
  ['date unknown', '2026-09-20 09:00', { ...streetLamps, replyDueOn: null, finalDueOn: null }, 'open', '无法计算', 'Cannot be computed'],
  ['before the interview', '2026-11-23 09:00', { ...streetLamps, sessionOn: '2026-11-27', replyDueOn: '2026-12-02', finalDueOn: '2026-12-11' }, 'open', '访谈当日起算', 'Counted from the day of the interview'],
  ['answered in time', '2026-09-30 09:00', answered('2026-09-21 09:00'), 'answered', '按时', 'In time'],
  ['answered late', '2026-09-30 09:00', answered('2026-09-28 09:00'), 'answered', '超期答复', 'Answered late'],
  ['unit on time, city late', '2026-09-30 09:00', answered('2026-09-22 09:00', '2026-09-23 09:00'), 'answered', '上网超期', 'Published late'],
  ['answered after a provisional date', '2027-02-01 09:00', { ...yearEnd, publishedAt: shanghai('2027-01-06 09:00') }, 'answered', '', ''],
  ['ruled invalid', '2026-09-30 09:00', { ...streetLamps, ending: 'ruled-invalid' }, 'invalid', '', ''],
  ['merged', '2026-09-30 09:00', { ...streetLamps, ending: 'merged' }, 'moved', '', ''],
  ['transferred out', '2026-09-30 09:00', { ...streetLamps, ending: 'transferred' }, 'moved', '', ''],
  ['withdrawn', '2026-09-30 09:00', { ...streetLamps, ending: 'withdrawn' }, 'withdrawn', '', ''],
];

describe('the status and the short text', () => {
  it.each(rows)('%s (%s)', (_title, at, view, status, zh, en) => {
    expect(deadlineStatus(view, shanghai(at), calendar)).toBe(status);
    expect(shortDueText(view, shanghai(at), calendar)).toBe(zh);
    expect(shortDueText(view, shanghai(at), calendar, 'en')).toBe(en);
  });

  it('provisional, with an extension, is extended', () => {
    const extension = { submittedOn: '2026-12-31', publishedOn: '2026-12-31', timely: true };
    expect(deadlineStatus({ ...yearEnd, extension }, shanghai('2027-01-04 09:00'), calendar)).toBe('extended');
  });

  it('all nine statuses occur above', () => {
    expect(new Set(rows.map(([, , , status]) => status))).toEqual(new Set(messageStatuses));
  });
});

describe('the words of a status', () => {
  const now = shanghai('2026-09-30 09:00');
  it('nine, each in Chinese and English', () => {
    expect(messageStatuses.map((status) => statusVocabulary[status].zh)).toEqual([
      '待分拨', '办理中', '已说明延期', '审核发布中', '超期未答复', '已答复', '不予受理', '已合并 / 已转出', '已撤回',
    ]);
    expect(Object.values(statusVocabulary).every(({ en }) => /^[A-Z]/.test(en))).toBe(true);
  });
  it('a message was merged or transferred, not either', () => {
    expect(statusWords({ ...streetLamps, ending: 'merged' }, now, calendar)).toEqual({ word: '已合并', suffixes: [] });
    expect(statusWords({ ...streetLamps, ending: 'transferred' }, now, calendar, 'en')).toEqual({ word: 'Transferred', suffixes: [] });
  });
  it('an answer says whether it came in time', () => {
    expect(statusWords(answered('2026-09-21 09:00'), now, calendar)).toEqual({ word: '已答复', suffixes: ['按时'] });
    expect(statusWords(answered('2026-09-28 09:00'), now, calendar, 'en')).toEqual({ word: 'Answered', suffixes: ['late'] });
    expect(statusWords(answered('2026-09-22 09:00', '2026-09-23 09:00'), now, calendar).suffixes).toEqual(['上网超期']);
  });
  it('a private answer says so beside that', () => {
    const view = { ...answered('2026-09-28 09:00'), private: true };
    expect(statusWords(view, now, calendar).suffixes).toEqual(['超期答复', '不公开']);
    expect(statusWords(view, now, calendar, 'en').suffixes).toEqual(['late', 'not public']);
  });
  it('an open message has its word alone', () => {
    expect(statusWords(streetLamps, shanghai('2026-09-20 09:00'), calendar)).toEqual({ word: '办理中', suffixes: [] });
  });
});

describe('due soon', () => {
  it.each([
    ['two working days before', '2026-09-20 09:00', streetLamps, false],
    ['on the working day before', '2026-09-21 09:00', streetLamps, true],
    ['on the due day', '2026-09-22 09:00', streetLamps, true],
    ['overdue', '2026-09-23 09:00', streetLamps, false],
    ['in the holding pen, on the due day', '2026-09-22 09:00', { ...streetLamps, assigned: false }, true],
    ['provisional', '2027-01-05 09:00', yearEnd, false],
  ])('%s (%s)', (_title, at, view, soon) => expect(isDueSoon(view, shanghai(at), calendar)).toBe(soon));
});

describe('the due date in force', () => {
  it('R10: a promise before 应答复日 takes nothing away', () => {
    expect(dueOnInForce({ ...streetLamps, extension: { ...timelyNotice, newDueOn: '2026-09-21' } })).toBe('2026-09-22');
  });
  it('R11: no promise moves it past the cap', () => {
    expect(dueOnInForce({ ...streetLamps, extension: { ...timelyNotice, newDueOn: '2027-01-01' } })).toBe('2026-10-09');
  });
  it('R10: a late notice does not move it', () => {
    expect(dueOnInForce({ ...streetLamps, extension: lateNotice })).toBe('2026-09-22');
  });
  it('a notice without a date moves it to the cap', () => {
    expect(dueOnInForce({ ...streetLamps, extension: { submittedOn: '2026-09-21', publishedOn: '2026-09-21', timely: true } })).toBe('2026-10-09');
  });
});

describe('a date that a notice may still change', () => {
  it('is never declared overdue, whenever one looks and whatever was stored', () => {
    const days = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(days, days, fc.boolean(), fc.boolean(), (registered, later, stored, assigned) => {
        const registeredOn = addDays('2026-09-01', registered);
        const reply = calendar.addWorkingDays(registeredOn, 3);
        const final = calendar.addWorkingDays(registeredOn, 10);
        const view: DeadlineView = { registeredOn, replyDueOn: reply.dueOn, finalDueOn: final.dueOn, provisional: stored, assigned };
        const now = shanghai(`${addDays(registeredOn, later)} 09:00`);
        return !(reply.provisional || stored) || deadlineStatus(view, now, calendar) !== 'overdue';
      }),
      { numRuns: 2000 },
    );
  });
});
