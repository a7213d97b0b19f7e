import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  assertBusinessDate,
  businessDateOf,
  endOfBusinessDate,
  isBusinessDate,
  startOfBusinessDate,
  weekday,
} from './business-date.js';

describe('the business date of an instant', () => {
  it('the last millisecond before Shanghai midnight is still the old day', () => {
    expect(businessDateOf(new Date('2026-09-18T15:59:59.999Z'))).toBe('2026-09-18');
  });
  it('Shanghai midnight begins the new day, eight hours before UTC does', () => {
    expect(businessDateOf(new Date('2026-09-18T16:00:00Z'))).toBe('2026-09-19');
  });
  it('the year turns in Shanghai', () => {
    expect(businessDateOf(new Date('2011-12-31T16:00:00Z'))).toBe('2012-01-01');
  });
  it('an invalid Date is refused', () => {
    expect(() => businessDateOf(new Date(NaN))).toThrow(RangeError);
  });
  it('a year of five digits is refused', () => {
    expect(() => businessDateOf(new Date('+010000-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('the bounds of a business date', () => {
  it('begins at 00:00 in Shanghai', () => {
    expect(startOfBusinessDate('2026-09-22')).toEqual(new Date('2026-09-21T16:00:00Z'));
  });
  it('ends at 24:00 in Shanghai, the instant at which the next date begins', () => {
    expect(endOfBusinessDate('2026-09-22')).toEqual(startOfBusinessDate('2026-09-23'));
  });
  it('ends at the close of business where there is one', () => {
    expect(endOfBusinessDate('2026-09-22', '17:30')).toEqual(new Date('2026-09-22T09:30:00Z'));
  });
  it.each(['17', '24:01', '00:00', '17:60', '5:30', ''])('refuses the close of business %p', (close) => {
    expect(() => endOfBusinessDate('2026-09-22', close)).toThrow(RangeError);
  });
});

describe('dates as text', () => {
  it('29 February follows 28 February in a leap year', () => expect(addDays('2024-02-28', 1)).toBe('2024-02-29'));
  it('1 March follows 28 February in a common year', () => expect(addDays('2026-02-28', 1)).toBe('2026-03-01'));
  it('31 December precedes 1 January', () => expect(addDays('2012-01-01', -1)).toBe('2011-12-31'));
  it("the regulation's own date 2011-10-09 is a Sunday", () => expect(weekday('2011-10-09')).toBe(7));
  it('2026-09-18 is a Friday', () => expect(weekday('2026-09-18')).toBe(5));
  it('1970-01-01 is a Thursday and 1969-12-28 a Sunday', () => {
    expect([weekday('1970-01-01'), weekday('1969-12-28')]).toEqual([4, 7]);
  });
  it.each(['2026-02-30', '2026-13-01', '2026-9-18', '26-09-18', '2026-09-18T00:00', '２０２６-09-18', ''])(
    '%p is no date',
    (text) => {
      expect(isBusinessDate(text)).toBe(false);
      expect(() => assertBusinessDate(text)).toThrow(RangeError);
      expect(() => weekday(text)).toThrow(RangeError);
    },
  );
  it('2024-02-29 is a date', () => expect(isBusinessDate('2024-02-29')).toBe(true));
});
