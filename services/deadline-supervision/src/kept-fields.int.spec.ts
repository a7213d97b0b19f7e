import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { fieldsNotKept, type Replica } from '@wenzheng/testing';
import { Fixture } from './deadline-supervision.fixture.js';
import { DeadlineHandlers } from './deadline/deadline.handlers.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({}, { reading: false });
});
afterAll(() => fixture.drop());

/** What this service reads of an event and does not keep, and why that is right. */
const notKept: Record<string, Record<string, string>> = {
  'intake.message.rated.v1': {
    reason: 'the writer’s own words',
  },
  'intake.message.withdrawn.v1': {
    reason: 'the writer’s own words',
  },
  'publication.reply.published.v1': {
    'promise.text': 'what is hidden of it later would stay',
    text: 'a deadline needs no words; papers and dossiers have none of a reply',
  },
  'routing.reply.submitted.v1': {
    'findingReasons[].finding': 'between the signer and the gate',
    'findingReasons[].reason': 'between the signer and the gate',
    'promise.text': 'what is hidden of it later would stay',
    text: 'a deadline needs no words; papers and dossiers have none of a reply',
  },
  'routing.unit.changed.v1': {
    'otherNames[]': 'units are told apart by their codes',
    'phones[]': 'numbers are for redaction of what the public reads',
  },
};

const inOneStatement = (event: EventEnvelope, manager: EntityManager) =>
  replica.app.get(DeadlineHandlers, { strict: false }).openPlain([event as EventEnvelope<EventData<typeof messageRegistered>>], { manager, subject: event.type });

it('every field of every event is kept, or it is said why not', async () => {
  const said = Object.fromEntries(Object.entries(notKept).map(([subject, fields]) => [subject, Object.keys(fields).toSorted()]));
  const shortWays = { [messageRegistered.subject]: { handle: inOneStatement, known: { sessionId: [null, 'a session'] as const } } };
  expect(await fieldsNotKept(replica, { service: 'deadline-supervision', before: [messageRegistered], shortWays })).toEqual(said);
});
