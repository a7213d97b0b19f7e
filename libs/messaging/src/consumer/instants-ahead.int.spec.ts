import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, ledgerCounted, type EventEnvelope } from '@wenzheng/contracts';
import { FixedClock } from '@wenzheng/testing';
import { Fixture, silent } from '../messaging.fixture.js';
import { EventProcessor } from './event-processor.js';

let fixture: Fixture;
beforeAll(async () => (fixture = await Fixture.create()));
afterAll(() => fixture.drop());

const day = 86_400_000;
const counted = (countedAt: Date, time = new Date()): EventEnvelope =>
  createEvent(ledgerCounted.routing, { subject: 'ledger', sequence: 1, time, data: { countedAt: countedAt.toISOString(), complete: true, buckets: [] } });

async function process(event: EventEnvelope, deliveries: number) {
  const ends: string[] = [];
  const taken: string[] = [];
  const subject = ledgerCounted.routing.subject;
  const handlers = { group: null, has: () => true, expects: () => true, invoke: async (_: string, events: EventEnvelope[]) => void taken.push(...events.map(({ id }) => id)), invokeInOneStatement: async () => [] };
  const processor = new EventProcessor(fixture.dataSource, silent, handlers, undefined, new FixedClock(new Date().toISOString()));
  await processor.process(subject, [{ stream: 'ROUTING', subject, payload: JSON.stringify(event), deliveries, ack: () => ends.push('ack'), nak: () => ends.push('nak') }]);
  const letters = await fixture.dataSource.query<{ reason: string }[]>('SELECT reason FROM dead_letter WHERE event_id = $1', [event.id]);
  return { ends, taken: taken.length, reasons: letters.map(({ reason }) => reason) };
}

describe('an event that claims to come from next year', () => {
  const nextYear = new Date(Date.now() + 400 * day);

  it.each([
    ['in its data', counted(nextYear), 'data.countedAt: lies ahead of business time, as /wenzheng/routing sent it'],
    ['in its time', counted(new Date(), nextYear), 'time: lies ahead of business time, as /wenzheng/routing sent it'],
  ])('%s is waited for, then set aside, and its sender named', async (_, event, reason) => {
    expect(await process(event, 1)).toEqual({ ends: ['nak'], taken: 0, reasons: [] });
    expect(await process(event, 15)).toEqual({ ends: ['ack'], taken: 0, reasons: [reason] });
  });

  it('and one of a moment ago is handled', async () => {
    expect(await process(counted(new Date()), 1)).toEqual({ ends: ['ack'], taken: 1, reasons: [] });
  });
});
