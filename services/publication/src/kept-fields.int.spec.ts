import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageRegistered } from '@wenzheng/contracts';
import { fieldsNotKept, type Replica } from '@wenzheng/testing';
import { Fixture } from './publication.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({}, { reading: false });
});
afterAll(() => fixture.drop());

/** What this service reads of an event and does not keep, and why that is right. */
const notKept: Record<string, Record<string, string>> = {
  'deadline-supervision.calendar.changed.v1': {
    changedAt: 'notices are ordered by their revision',
  },
  'deadline-supervision.deadline.closed.v1': {
    submittedInTime: 'the page speaks of the city, whose time is that of publication',
    workingDaysToPublication: 'counted from the same days by the same calendar',
    workingDaysToSubmission: 'counted from the same days by the same calendar',
  },
  'deadline-supervision.deadline.opened.v1': {
    channel: 'told by the registration',
  },
  'deadline-supervision.deadline.overdue.v1': {
    finalDueOn: 'dates are told by deadline.opened and deadline.moved',
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
  },
  'deadline-supervision.escalation.acknowledged.v1': {
    acknowledgedBy: 'no citizen reads who has acknowledged',
    escalationId: 'that one was acknowledged changes nothing that is public',
  },
  'deadline-supervision.escalation.raised.v1': {
    'cause.id': 'no citizen reads why an office was told',
    channel: 'told by the registration',
    finalDueOn: 'dates are told by deadline.opened and deadline.moved',
    messageNumber: 'told by the registration',
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
    'unit.code': 'the message says whose it is',
    'unit.name': 'the message says whose it is',
  },
  'deadline-supervision.reminder.issued.v1': {
    replyDueOn: 'dates are told by deadline.opened and deadline.moved',
  },
  'deadline-supervision.urging-order.served.v1': {
    answerBy: 'of an urging order its number and date are public, and nothing else',
    'coUnits[].code': 'of an urging order its number and date are public, and nothing else',
    'coUnits[].name': 'of an urging order its number and date are public, and nothing else',
    title: 'of an urging order its number and date are public, and nothing else',
    'unit.code': 'of an urging order its number and date are public, and nothing else',
    'unit.name': 'of an urging order its number and date are public, and nothing else',
    urgingOrderId: 'of an urging order its number and date are public, and nothing else',
  },
  'intake.attachment.stored.v1': {
    sha256: 'intake gives out the bytes and knows them',
  },
  'intake.message.registered.v1': {
    addressedUnit: 'the unit is the one that has it',
    authorHash: 'nobody public counts people',
    externalId: 'between intake and the channel',
    occurredAt: 'days are counted from the registration',
    'screening.decidedAt': 'routing rules, and its event tells of it',
    'screening.ruling.ground': 'routing rules, and its event tells of it',
    'screening.ruling.guidance': 'routing rules, and its event tells of it',
    'screening.ruling.reason': 'routing rules, and its event tells of it',
    'screening.ruling.ruledBy': 'routing rules, and its event tells of it',
  },
  'intake.question.answered.v1': {
    text: 'the reply that routing makes of it is published like any other',
  },
  'intake.message.rated.v1': {
    afterContactReading: 'for the statistics',
    ratingId: 'one for each message',
    reason: 'the writer’s own words, for the information office',
  },
  'intake.message.withdrawn.v1': {
    reason: 'the writer’s own words, for the information office',
  },
  'intake.reply.delivered.v1': {
    channel: 'told by the registration',
    deliveryId: 'between intake and the channel',
  },
  'intake.reply.delivery-failed.v1': {
    attempts: 'no citizen reads of attempts',
    channel: 'told by the registration',
    reason: 'a channel’s words are not public',
  },
  'routing.message.assigned.v1': {
    by: 'no citizen reads why',
    'duty.item': 'no citizen reads why',
    'duty.version': 'no citizen reads why',
    reason: 'no citizen reads why',
  },
  'routing.message.designated.v1': {
    reason: 'no citizen reads why',
  },
  'routing.message.merged.v1': {
    'into.messageNumber': 'told by the registration of that message',
    mergeId: 'one stands at a time',
    reason: 'no citizen reads why',
  },
  'routing.message.unmerged.v1': {
    mergeId: 'one stands at a time',
    reason: 'no citizen reads why',
  },
  'routing.reply.submitted.v1': {
    'sharedWith.messageNumber': 'told by the registration of that message',
    'sharedWith.replyId': 'each of the two is published by itself',
  },
  'routing.message.returned.v1': {
    reason: 'no citizen reads why',
    'suggestedUnit.code': 'no citizen reads why',
    'suggestedUnit.name': 'no citizen reads why',
  },
  'routing.unit.changed.v1': {
    'otherNames[]': 'pages say the name that holds',
    'webAdmins[]': 'no citizen reads who works at a unit',
  },
};

it('every field of every event is kept, or it is said why not', async () => {
  const said = Object.fromEntries(Object.entries(notKept).map(([subject, fields]) => [subject, Object.keys(fields).toSorted()]));
  expect(await fieldsNotKept(replica, { service: 'publication', before: [messageRegistered], known: { percent: ['50.00', '75.00'], month: ['2026-12', '2027-01'], fromMonth: ['2026-12', '2027-01'], toMonth: ['2026-12', '2027-01'] } })).toEqual(said);
});
