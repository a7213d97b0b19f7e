import { describe, expect, it } from '@jest/globals';
import { keyOf, monthBefore, monthsBefore, monthWords, readKey } from './briefings.rules.js';

describe('a briefing 归纳上报', () => {
  it('is of the month before, by the clock of Shanghai', () => {
    expect(monthBefore(new Date('2026-10-31T15:59:59Z'))).toBe('2026-09');
    expect(monthBefore(new Date('2026-10-31T16:00:00Z'))).toBe('2026-10');
    expect(monthBefore(new Date('2027-01-15T00:00:00Z'))).toBe('2026-12');
    expect(monthsBefore(new Date('2027-01-15T00:00:00Z')).slice(0, 3)).toEqual(['2027-01', '2026-12', '2026-11']);
    expect(monthWords('2026-09')).toBe('2026年9月');
  });

  it('is found by its address, whatever its unit is called', () => {
    const line = { month: '2026-09', channel: 'mailbox' as const, unit: { code: 'A~/城管', name: '市城市管理局' } };
    expect(readKey(keyOf(line))).toEqual({ month: '2026-09', channel: 'mailbox', unit: 'A~/城管' });
    for (const other of [undefined, '', '2026-09', '2026-09~board~CG', '2026~mailbox~CG']) expect(readKey(other)).toBeNull();
  });
});
