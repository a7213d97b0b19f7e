import { describe, expect, it } from '@jest/globals';
import { nextStep, outcomeOf } from './delivery.rules.js';

const now = new Date('2026-11-23T01:00:00Z');
const schedule = [0, 5, 300];
const failed = { kind: 'retry', reason: 'HTTP 500' } as const;

describe('after an attempt to deliver a reply', () => {
  it('the waits grow along the schedule, and after the last attempt it is given up', () => {
    expect(nextStep(failed, 1, schedule, now)).toEqual({ kind: 'again', dueAt: new Date('2026-11-23T01:00:05Z'), reason: 'HTTP 500' });
    expect(nextStep(failed, 2, schedule, now)).toEqual({ kind: 'again', dueAt: new Date('2026-11-23T01:05:00Z'), reason: 'HTTP 500' });
    expect(nextStep(failed, 3, schedule, now)).toEqual({ kind: 'failed', reason: 'HTTP 500' });
  });

  it('a longer wait that the other side asks for is honoured, up to a day', () => {
    expect(nextStep({ ...failed, afterSeconds: 60 }, 1, schedule, now)).toMatchObject({ dueAt: new Date('2026-11-23T01:01:00Z') });
    expect(nextStep({ ...failed, afterSeconds: 1e9 }, 1, schedule, now)).toMatchObject({ dueAt: new Date('2026-11-24T01:00:00Z') });
  });

  it('410 Gone ends it at once; a redirect is no success', () => {
    expect(outcomeOf({ status: 410, body: '' })).toEqual({ kind: 'refused', reason: 'HTTP 410' });
    expect(outcomeOf({ status: 302, body: '' })).toEqual({ kind: 'retry', reason: 'HTTP 302' });
    expect(outcomeOf({ status: 503, retryAfterSeconds: 30, body: '' })).toMatchObject({ afterSeconds: 30 });
  });

  it('the platform\'s id is kept, and one beyond 2^53 digit by digit (R36)', () => {
    const idOf = (body: string) => outcomeOf({ status: 200, body });
    expect(idOf('{"id":"c-17"}')).toEqual({ kind: 'delivered', deliveryId: 'c-17' });
    expect(idOf('{"id":5012345678901234567}')).toEqual({ kind: 'delivered', deliveryId: '5012345678901234567' });
    for (const body of ['', 'ok', '[]', 'null', '{"id":null}', '{"id":""}', JSON.stringify({ id: 'x'.repeat(201) })]) {
      expect(idOf(body)).toEqual({ kind: 'delivered', deliveryId: null });
    }
  });
});
