import { describe, expect, it } from '@jest/globals';
import { businessDateOf } from './business-date.js';
import { readMaterial } from './material.fixture.js';
import type { Notice } from './notices/notice.js';
import { stateCouncilCalendar as calendar, stateCouncilNotices } from './state-council-calendar.js';
import { WorkingCalendar } from './working-calendar.js';

const notice2027: Notice = {
  year: 2027,
  papers: ['https://example.org/2027'],
  days: [
    { name: '元旦', date: '2026-12-27', isOffDay: false },
    { name: '元旦', date: '2027-01-01', isOffDay: true },
    { name: '元旦', date: '2027-01-02', isOffDay: true },
  ],
};

describe('due dates', () => {
  it.each([
    ['2011-09-30', '2011-10-10', '2011-10-19', '10-08 and 10-09 are make-up days'],
    ['2011-10-08', '2011-10-11', '2011-10-20', 'accepted on a make-up day'],
    ['2011-12-29', '2012-01-04', '2012-01-13', '12-31 is a make-up day known only from the notice for 2012'],
    ['2019-04-26', '2019-04-30', '2019-05-13', 'amended May Day 2019'],
    ['2020-01-21', '2020-02-03', '2020-02-12', 'amended Spring Festival 2020'],
    ['2024-02-08', '2024-02-19', '2024-02-28', 'Sunday 02-18 counts, 除夕 02-09 was a working day'],
    ['2024-09-13', '2024-09-19', '2024-09-29', 'the cap falls on a Sunday that is a working day'],
    ['2026-09-18', '2026-09-22', '2026-10-09', 'Sunday 09-20 counts'],
  ])('R09 R11: accepted %s → answer due %s, at the latest %s (%s)', (accepted, reply, final) => {
    expect(calendar.addWorkingDays(accepted, 3)).toEqual({ dueOn: reply, provisional: false });
    expect(calendar.addWorkingDays(accepted, 10)).toEqual({ dueOn: final, provisional: false });
  });

  it('R09: accepted 2026-12-18 → answer due 2026-12-23, firm', () => {
    expect(calendar.addWorkingDays('2026-12-18', 3)).toEqual({ dueOn: '2026-12-23', provisional: false });
  });
  it('R11: accepted 2026-12-18 → the cap is provisional, the notice for 2027 is not loaded', () => {
    expect(calendar.addWorkingDays('2026-12-18', 10)).toEqual({ dueOn: '2027-01-01', provisional: true });
  });

  it('agree with all 300 rows that were computed independently', () => {
    const rows = readMaterial('holiday-cn/due-dates-sample.jsonl').trim().split('\n').map((line) =>
      JSON.parse(line) as { received_at: string; local_date: string; working_days: number; due_A: string });
    expect(rows).toHaveLength(300);
    for (const row of rows) {
      const registeredOn = businessDateOf(new Date(row.received_at));
      expect(registeredOn).toBe(row.local_date);
      expect({ row, ...calendar.addWorkingDays(registeredOn, row.working_days) })
        .toEqual({ row, dueOn: row.due_A, provisional: false });
    }
  });

  it('registered on a Saturday → Monday is day one', () => {
    expect(calendar.addWorkingDays('2026-11-21', 1).dueOn).toBe('2026-11-23');
  });
  it('no working day later is the day itself, worked or not', () => {
    expect(calendar.addWorkingDays('2026-11-21', 0)).toEqual({ dueOn: '2026-11-21', provisional: false });
  });
  it('registered before the first notice → cannot be known', () => {
    expect(calendar.addWorkingDays('2006-12-28', 3)).toEqual({ dueOn: null, provisional: true });
    expect(calendar.explain('2006-12-28', 3)).toEqual([]);
  });
  it('registered on the first day that the notices cover → known', () => {
    expect(calendar.addWorkingDays('2007-01-01', 3)).toEqual({ dueOn: '2007-01-08', provisional: false });
  });
  it.each([-1, 1.5, NaN, Infinity])('%p working days are refused', (n) => {
    expect(() => calendar.addWorkingDays('2026-09-18', n)).toThrow(RangeError);
    expect(() => calendar.subtractWorkingDays('2026-09-18', n)).toThrow(RangeError);
  });
  it('a date that is none is refused', () => {
    expect(() => calendar.addWorkingDays('2026-02-30', 3)).toThrow(RangeError);
    expect(() => calendar.isWorkingDay('tomorrow')).toThrow(RangeError);
  });
});

describe('working days before a date', () => {
  it('one before Monday 2026-09-21 is the make-up Sunday', () => {
    expect(calendar.subtractWorkingDays('2026-09-21', 1)).toEqual({ dueOn: '2026-09-20', provisional: false });
  });
  it('one before 2012-01-04 is the make-up Saturday 2011-12-31', () => {
    expect(calendar.subtractWorkingDays('2012-01-04', 1).dueOn).toBe('2011-12-31');
  });
  it('one before 2027-01-04 is provisional', () => {
    expect(calendar.subtractWorkingDays('2027-01-04', 1)).toEqual({ dueOn: '2027-01-01', provisional: true });
  });
  it('before the first notice cannot be known', () => {
    expect(calendar.subtractWorkingDays('2007-01-04', 1)).toEqual({ dueOn: null, provisional: true });
  });
});

describe('working days between two dates', () => {
  it('exclude the first date and include the last', () => {
    expect(calendar.workingDaysBetween('2026-09-18', '2026-09-22')).toBe(3);
  });
  it('are none to the same or an earlier date', () => {
    expect(calendar.workingDaysBetween('2026-09-22', '2026-09-22')).toBe(0);
    expect(calendar.workingDaysBetween('2026-09-22', '2026-09-18')).toBe(0);
  });
  it('are none over the National Day holiday', () => {
    expect(calendar.workingDaysBetween('2026-09-30', '2026-10-07')).toBe(0);
  });
  it('cross a year end with its make-up day', () => {
    expect(calendar.workingDaysBetween('2011-12-30', '2012-01-04')).toBe(2);
  });
  it('span many years', () => {
    let counted = 0;
    for (const year of [2019, 2020, 2021]) counted += calendar.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`);
    expect(calendar.workingDaysBetween('2018-12-31', '2021-12-31')).toBe(counted);
    expect(calendar.workingDaysBetween('2019-12-31', '2020-01-31')).toBe(17);
  });
});

describe('the kind of a day', () => {
  it('2011-12-31 is a make-up working day by the notice for 2012', () => {
    expect(calendar.dayOf('2011-12-31')).toEqual({
      date: '2011-12-31',
      kind: 'makeUpWorkingDay',
      name: '元旦',
      noticeYear: 2012,
      paper: 'http://www.gov.cn/zhengce/zhengceku/2011-12/06/content_1411.htm',
      provisional: false,
    });
  });
  it('2022-12-31 is a holiday by the notice for 2023', () => {
    expect(calendar.dayOf('2022-12-31')).toMatchObject({ kind: 'holiday', noticeYear: 2023 });
  });
  it('2026-10-03 is a holiday although a Saturday', () => expect(calendar.dayOf('2026-10-03').kind).toBe('holiday'));
  it('2026-09-19 is an ordinary weekend', () => {
    expect(calendar.dayOf('2026-09-19')).toEqual({ date: '2026-09-19', kind: 'weekend', provisional: false });
  });
  it('2020-02-03, a Monday that a notice names, is an ordinary working day', () => {
    expect(calendar.dayOf('2020-02-03')).toMatchObject({ kind: 'workingDay', name: '春节', noticeYear: 2020 });
  });
  it('除夕 2024-02-09 is a working day', () => expect(calendar.isWorkingDay('2024-02-09')).toBe(true));
  it('New Year 2007 already had make-up days in 2006', () => {
    expect(calendar.dayOf('2006-12-30')).toMatchObject({ kind: 'makeUpWorkingDay', provisional: false });
  });
});

describe('what is provisional', () => {
  it('the notice for 2026 alone settles 2026 up to 28 December', () => {
    expect(calendar.dayOf('2026-12-28').provisional).toBe(false);
  });
  it('from 29 December the next notice has a say', () => {
    expect(calendar.dayOf('2026-12-29').provisional).toBe(true);
  });
  it('the day before was settled, so a date due on it is firm', () => {
    expect(calendar.addWorkingDays('2026-12-23', 3)).toEqual({ dueOn: '2026-12-28', provisional: false });
  });
  it('a provisional day zero is not counted, the days after it are', () => {
    expect(calendar.addWorkingDays('2026-12-28', 0).provisional).toBe(false);
    expect(calendar.addWorkingDays('2026-12-28', 1)).toEqual({ dueOn: '2026-12-29', provisional: true });
  });
  it("names the notice that is missing: at the end of December the next year's", () => {
    expect(calendar.firstProvisionalDay('2026-12-18', '2027-01-04')).toEqual({ date: '2026-12-29', missingNoticeYear: 2027 });
    expect(calendar.firstProvisionalDay('2027-12-30', '2028-01-04')).toEqual({ date: '2027-12-31', missingNoticeYear: 2027 });
    expect(calendar.firstProvisionalDay('2026-12-18', '2026-12-28')).toBeUndefined();
    expect(calendar.firstProvisionalDay('2009-03-01', '2026-03-01')).toBeUndefined();
    expect(calendar.firstProvisionalDay('2009-03-01', '2029-03-01')?.date).toBe('2026-12-29');
    expect(calendar.firstProvisionalDay('2026-12-31', '2026-12-31')).toBeUndefined();
    expect(calendar.firstProvisionalDay('2027-12-31', '2027-01-01')).toBeUndefined();
  });
  it('a year between two notices is provisional, except what they list', () => {
    const gap = WorkingCalendar.from(stateCouncilNotices.filter(({ year }) => year !== 2018));
    expect(gap.addWorkingDays('2018-06-14', 3)).toEqual({ dueOn: '2018-06-19', provisional: true });
    expect(gap.dayOf('2018-12-29')).toMatchObject({ kind: 'makeUpWorkingDay', provisional: false });
    expect(gap.addWorkingDays('2019-03-01', 3).provisional).toBe(false);
  });
});

describe('a new notice', () => {
  const later = calendar.with(notice2027);
  it('settles the dates that waited for it', () => {
    expect(later.addWorkingDays('2026-12-18', 10)).toEqual({ dueOn: '2026-12-31', provisional: false });
  });
  it('makes a new version and leaves the old calendar as it was', () => {
    expect(later.version).toMatch(/^2007-2027\./);
    expect(calendar.version).toMatch(/^2007-2026\./);
    expect(calendar.addWorkingDays('2026-12-18', 10).provisional).toBe(true);
    expect(later.notices.at(-1)).toEqual(notice2027);
    expect([calendar.lastNoticeYear, later.lastNoticeYear, later.firstNoticeYear]).toEqual([2026, 2027, 2007]);
  });
  it('for a year already known replaces it whole: the Spring Festival of 2020 before the amendment', () => {
    const days = stateCouncilNotices.find(({ year }) => year === 2020)?.days ?? [];
    const asFirstPublished = calendar.with({
      year: 2020,
      papers: ['first'],
      days: [
        ...days.filter(({ date }) => date < '2020-01-31' || date > '2020-02-03'),
        { name: '春节', date: '2020-02-01', isOffDay: false },
      ],
    });
    expect(asFirstPublished.addWorkingDays('2020-01-21', 3).dueOn).toBe('2020-01-31');
    expect(asFirstPublished.version).not.toBe(calendar.version);
  });
  it('the same again gives the same version', () => {
    expect(later.with(notice2027).version).toBe(later.version);
  });
  it('of two that name one day, the later year rules', () => {
    const both = calendar.with({ ...notice2027, days: [{ name: '元旦', date: '2026-12-28', isOffDay: true }] });
    const contrary = both.with({
      year: 2026,
      papers: [],
      days: [{ name: '元旦', date: '2026-12-28', isOffDay: false }],
    });
    expect(contrary.dayOf('2026-12-28')).toMatchObject({ kind: 'holiday', noticeYear: 2027 });
  });
  it('that lists no day is no notice', () => {
    expect(() => calendar.with({ year: 2027, papers: [], days: [] })).toThrow(RangeError);
  });
  it('that lists a day twice is refused', () => {
    const day = { name: '元旦', date: '2027-01-01', isOffDay: true };
    expect(() => calendar.with({ year: 2027, papers: [], days: [day, day] })).toThrow(RangeError);
  });
  it('that lists a day of another decade, or no date, is refused', () => {
    expect(() => calendar.with({ year: 2027, papers: [], days: [{ name: '', date: '2017-01-01', isOffDay: true }] })).toThrow(RangeError);
    expect(() => calendar.with({ year: 2027, papers: [], days: [{ name: '', date: '2027-02-30', isOffDay: true }] })).toThrow(RangeError);
  });
  it('twice for one year, or none at all, makes no calendar', () => {
    expect(() => WorkingCalendar.from([notice2027, notice2027])).toThrow(RangeError);
    expect(() => WorkingCalendar.from([])).toThrow(RangeError);
  });
});
