import { describe, expect, it } from '@jest/globals';
import { businessDateOf, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { defaultOffices, officesSchema } from '../../config.js';
import { documentNumber, officesOn } from './offices.rules.js';
import { isWorkingTime, nextWorkingTime } from '../../rulebook/calendar/working-hours.rules.js';

describe('names and numbers of offices are dated data of the city', () => {
  it('the inspection bureau 监察局 is the 监察委员会 since 2018', () => {
    expect(officesOn(defaultOffices, '2018-03-19').inspectionBureau).toBe('市监察局');
    expect(officesOn(defaultOffices, '2018-03-20').inspectionBureau).toBe('市监察委员会');
    expect(officesOn(defaultOffices, '2001-01-01').inspectionBureau).toBe('市监察局');
  });

  it('a number has the year of the signature in Shanghai in 六角括号, and no padding', () => {
    expect(documentNumber(defaultOffices, 'urging-order', new Date('2026-09-18T10:00:00+08:00'), 1)).toBe('淮督〔2026〕1号');
    expect(documentNumber(defaultOffices, 'referral', new Date('2026-12-31T16:00:00Z'), 12)).toBe('淮督移〔2027〕12号');
  });

  it('a pattern without year or number, or hours that end before they begin, are refused', () => {
    const [offices] = defaultOffices;
    expect(officesSchema.safeParse([offices]).success).toBe(true);
    expect(officesSchema.safeParse([{ ...offices, numbers: { ...offices?.numbers, circular: '通报{number}号' } }]).success).toBe(false);
    expect(officesSchema.safeParse([{ ...offices, workingHours: { from: '17:00', to: '09:00' } }]).success).toBe(false);
    expect(officesSchema.safeParse([]).success).toBe(false);
  });
});

describe('working hours', () => {
  const hours = { from: '09:00', to: '17:30' };
  const at = (instant: string) => new Date(`${instant}+08:00`);

  it.each([
    ['2026-09-18T09:00:00', '2026-09-18T09:00:00', 'Friday morning'],
    ['2026-09-18T17:29:59', '2026-09-18T17:29:59', 'until the end'],
    ['2026-09-18T17:30:00', '2026-09-20T09:00:00', 'Friday evening: Sunday 09-20 is a make-up working day'],
    ['2026-09-23T00:00:00', '2026-09-23T09:00:00', 'midnight before a working day'],
    ['2026-09-30T18:00:00', '2026-10-08T09:00:00', 'the National Day holiday'],
  ])('what is sent at %s is handed over at %s: %s', (sent, handed) => expect(nextWorkingTime(at(sent), hours, calendar)).toEqual(at(handed)));

  it('whenever something is sent, it is handed over in working time, never before, and at the first such instant', () => {
    fc.assert(
      fc.property(fc.date({ min: at('2007-01-02T00:00:00'), max: at('2026-12-20T00:00:00'), noInvalidDate: true }), (sent) => {
        const handed = nextWorkingTime(sent, hours, calendar);
        expect(isWorkingTime(handed, hours, calendar)).toBe(true);
        expect(handed >= sent).toBe(true);
        for (let earlier = new Date(handed.getTime() - 60_000); earlier >= sent; earlier = new Date(earlier.getTime() - 1_800_000)) {
          expect(isWorkingTime(earlier, hours, calendar)).toBe(false);
        }
        expect(calendar.isWorkingDay(businessDateOf(handed))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
