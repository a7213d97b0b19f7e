import { describe, expect, it } from '@jest/globals';
import { nextStep } from './delivery.rules.js';

const now = new Date('2026-11-23T01:00:00Z');
const schedule = [0, 5, 300];
const failed = { kind: 'retry', reason: 'HTTP 500' } as const;

describe('after an attempt to deliver a reply', () => {
  it('the waits grow along the schedule, and after the last attempt it is given up', () => {
    expect(nextStep(failed, 1, schedule, now)).toEqual({ kind: 'again', dueAt: new Date('2026-11-23T01:00:05Z'), holding: false, reason: 'HTTP 500' });
    expect(nextStep({ ...failed, holding: true }, 2, schedule, now)).toEqual({ kind: 'again', dueAt: new Date('2026-11-23T01:05:00Z'), holding: true, reason: 'HTTP 500' });
    expect(nextStep(failed, 3, schedule, now)).toEqual({ kind: 'failed', reason: 'HTTP 500' });
  });

  it('a longer wait that the other side asks for is honoured, up to a day', () => {
    expect(nextStep({ ...failed, afterSeconds: 60 }, 1, schedule, now)).toMatchObject({ dueAt: new Date('2026-11-23T01:01:00Z') });
    expect(nextStep({ ...failed, afterSeconds: 1e9 }, 1, schedule, now)).toMatchObject({ dueAt: new Date('2026-11-24T01:00:00Z') });
  });

  it('what was refused is not tried again', () => {
    expect(nextStep({ kind: 'refused', reason: 'HTTP 410' }, 1, schedule, now)).toEqual({ kind: 'failed', reason: 'HTTP 410' });
  });
});
