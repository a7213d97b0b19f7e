import { randomUUIDv7 } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idsOf, monthAfter, monthOf, monthOfId } from './month-partitions.rules.js';

const instants = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true });
/** As `randomUUIDv7` makes one at that instant. */
const idAt = (instant: Date) => {
  const milliseconds = instant.getTime().toString(16).padStart(12, '0');
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}${randomUUIDv7().slice(13)}`;
};

describe('a month of registrations', () => {
  it('is one of the city: it begins at 00:00 in Asia/Shanghai', () => {
    expect(['2026-10-31T15:59:59.999Z', '2026-10-31T16:00:00Z'].map((instant) => monthOf(new Date(instant)))).toEqual(['2026-10', '2026-11']);
    expect(idsOf('2026-11')).toEqual({ from: '01a192b0-7400-0000-0000-000000000000', to: '01a22d2f-3c00-0000-0000-000000000000' });
  });

  it('has the ids that were made in it, and no others', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const [id, month] = [idAt(instant), monthOf(instant)];
        const { from, to } = idsOf(month);
        expect([from <= id, id < to, monthOfId(id)]).toEqual([true, true, month]);
      }),
    );
  });

  it('ends where the next begins', () => {
    fc.assert(fc.property(instants, (instant) => expect(idsOf(monthOf(instant)).to).toBe(idsOf(monthAfter(monthOf(instant))).from)));
    expect([monthAfter('2026-12'), monthAfter('2026-11', 14), monthAfter('2026-11', 0)]).toEqual(['2027-01', '2028-01', '2026-11']);
  });
});
