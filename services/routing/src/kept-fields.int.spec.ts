import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { fieldsNotKept, type Replica } from '@wenzheng/testing';
import { RegistrationHandlers } from './registration/registration.handlers.js';
import { Fixture } from './routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({}, { reading: false });
  // A draft waits for it: of another nothing is kept.
  await fixture.dataSource.query(`INSERT INTO draft_attachment (attachment_id, draft_id, message_id, name, state, declared_by, declared_at) SELECT id, gen_random_uuid(), gen_random_uuid(), 'a', 'awaited', 'a', now() FROM unnest($1::uuid[]) AS known (id)`, [awaited]);
});
afterAll(() => fixture.drop());

const awaited = [randomUUID(), randomUUID()] as const;

/** What this service reads of an event and does not keep, and why that is right. */
const notKept: Record<string, Record<string, string>> = {
  'deadline-supervision.calendar.changed.v1': {
    changedAt: 'notices are ordered by their revision',
  },
  'deadline-supervision.deadline.closed.v1': {
    calendarVersion: 'the desk shows dates as they were told',
    ending: 'follows from what is done here and published',
    publishedInTime: 'units are judged by their submission',
    workingDaysToPublication: 'the desk shows whether, not in how many days',
    workingDaysToSubmission: 'the desk shows whether, not in how many days',
  },
  'deadline-supervision.deadline.moved.v1': {
    cause: 'the queue is sorted by the date in force',
    dayZero: 'the desk shows dates as they were told',
    unextendedDueOn: 'the queue is sorted by the date in force',
  },
  'deadline-supervision.deadline.opened.v1': {
    calendarVersion: 'the desk shows dates as they were told',
    channel: 'told by the registration',
    dayZero: 'the desk shows dates as they were told',
    policyVersion: 'the desk shows dates as they were told',
    registeredAt: 'told by the registration',
  },
  'deadline-supervision.deadline.overdue-withdrawn.v1': {
    withdrawnAt: 'it is overdue no longer, whenever that was found',
  },
  'deadline-supervision.deadline.overdue.v1': {
    finalDueOn: 'dates are told by deadline.opened and deadline.moved',
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
    'unit.code': 'the message says whose it is',
    'unit.name': 'the message says whose it is',
  },
  'deadline-supervision.escalation.passed-on.v1': {
    from: 'told when it was raised',
    level: 'told when it was raised',
  },
  'deadline-supervision.escalation.raised.v1': {
    'cause.id': 'the order stands beside it',
    'cause.kind': 'the order stands beside it',
    channel: 'told by the registration',
    finalDueOn: 'dates are told by deadline.opened and deadline.moved',
    messageNumber: 'told by the registration',
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
    'unit.code': 'the message says whose it is',
    'unit.name': 'the message says whose it is',
  },
  'deadline-supervision.escalation.withdrawn.v1': {
    level: 'told when it was raised',
  },
  // Of a message's own date all but these are kept: with `renewalId` the event is about another.
  'deadline-supervision.reminder.issued.v1': {
    issuedAt: 'of a renewed handling its unit is told; deadline-supervision keeps what was issued',
    messageId: 'the renewed handling says so',
    renewalId: 'of a renewed handling its unit is told',
    step: 'of a renewed handling its unit is told',
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
    'unit.code': 'the message says whose it is',
    'unit.name': 'the message says whose it is',
  },
  'deadline-supervision.urging-order.served.v1': {
    'coUnits[].code': 'the desk of a message is its lead unit’s; co-units answer to deadline-supervision',
    'coUnits[].name': 'the desk of a message is its lead unit’s; co-units answer to deadline-supervision',
  },
  'intake.message.registered.v1': {
    authorHash: 'no unit counts people',
    externalId: 'between intake and the channel',
    occurredAt: 'days are counted from the registration',
  },
  'intake.reply-attachment.examined.v1': {
    messageId: 'the draft says it',
  },
  'intake.reply.delivered.v1': {
    channel: 'told by the registration',
    deliveryId: 'between intake and the channel',
  },
  'intake.reply.delivery-failed.v1': {
    attempts: 'intake goes on until there is no hope',
    channel: 'told by the registration',
    reason: 'in the words of the channel, for whoever runs it',
  },
  'intake.session.scheduled.v1': {
    endsAt: 'days are counted by deadline-supervision',
    'principal.name': 'its unit answers, whoever speaks for it',
    'principal.post': 'its unit answers, whoever speaks for it',
    scheduledAt: 'days are counted by deadline-supervision',
    shortNoticeReason: 'its unit answers, whenever it was announced',
    startsAt: 'days are counted by deadline-supervision',
  },
  'publication.extension-notice.published.v1': {
    newDueOn: 'written here',
    reason: 'written here',
    submittedAt: 'written here',
    'unit.code': 'written here',
    'unit.name': 'written here',
  },
  'publication.reply.published.v1': {
    'attachments[].attachmentId': 'written here',
    'attachments[].mediaType': 'written here',
    'attachments[].name': 'written here',
    'attachments[].sha256': 'written here',
    'attachments[].size': 'written here',
    fulfils: 'written here',
    historical: 'written here',
    'promise.dueOn': 'written here',
    'promise.text': 'written here',
    result: 'written here',
    submittedAt: 'written here',
    text: 'written here',
    'unit.code': 'written here',
    'unit.name': 'written here',
  },
  'publication.reply.returned.v1': {
    'unit.code': 'written here',
    'unit.name': 'written here',
  },
};

const inOneStatement = (event: EventEnvelope, manager: EntityManager) =>
  replica.app.get(RegistrationHandlers, { strict: false }).onUnknown([event as EventEnvelope<EventData<typeof messageRegistered>>], { manager, subject: event.type });

it('every field of every event is kept, or it is said why not', async () => {
  const said = Object.fromEntries(Object.entries(notKept).map(([subject, fields]) => [subject, Object.keys(fields).toSorted()]));
  const shortWays = { [messageRegistered.subject]: { handle: inOneStatement, known: { sessionId: [null, 'a session'] as const, screening: [undefined, undefined] as const } } };
  expect(await fieldsNotKept(replica, { service: 'routing', before: [messageRegistered], shortWays, known: { attachmentId: awaited } })).toEqual(said);
});
