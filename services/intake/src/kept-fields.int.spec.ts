import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fieldsNotKept } from '@wenzheng/testing';
import { Fixture, message, pushMessage, type Replica } from './intake.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({}, { reading: false });
});
afterAll(() => fixture.drop());

const registered = async (externalId: string) => (await pushMessage(replica, message(externalId, { attachments: [{ externalId: 'a', name: '路灯.jpg' }] }))).body['messageId'];

/** What this service reads of an event and does not keep, and why that is right. */
const notKept: Record<string, Record<string, string>> = {
  'deadline-supervision.calendar.changed.v1': {
    changedAt: 'notices are ordered by their revision',
  },
  'publication.extension-notice.published.v1': {
    submittedAt: 'the channel is told when it became public',
  },
  'routing.identity-grant.ended.v1': {
    because: 'the writer sees until when it held, and routing knows why',
    messageId: 'the request says it',
  },
  'routing.message.assigned.v1': {
    assignedAt: 'only who reads the attachments is asked here',
    by: 'only who reads the attachments is asked here',
    'duty.item': 'only who reads the attachments is asked here',
    'duty.version': 'only who reads the attachments is asked here',
    reason: 'only who reads the attachments is asked here',
    'unit.name': 'only who reads the attachments is asked here',
  },
  'routing.message.co-handled.v1': {
    'coUnits[].name': 'only who reads the attachments is asked here',
    decidedAt: 'only who reads the attachments is asked here',
    'firstAsked.name': 'only who reads the attachments is asked here',
    'lead.name': 'only who reads the attachments is asked here',
  },
  'routing.message.designated.v1': {
    designatedAt: 'only who reads the attachments is asked here',
    reason: 'only who reads the attachments is asked here',
    'unit.name': 'only who reads the attachments is asked here',
  },
  'routing.message.returned.v1': {
    reason: 'only who reads the attachments is asked here',
    returnedAt: 'only who reads the attachments is asked here',
    'suggestedUnit.code': 'only who reads the attachments is asked here',
    'suggestedUnit.name': 'only who reads the attachments is asked here',
    'unit.code': 'whoever had it reads them no longer',
    'unit.name': 'whoever had it reads them no longer',
  },
  'routing.renewal.declined.v1': {
    declinedAt: 'goes back to the writer, and nothing here follows from it',
    messageId: 'goes back to the writer, and nothing here follows from it',
    ratingId: 'goes back to the writer, and nothing here follows from it',
    reason: 'goes back to the writer, and nothing here follows from it',
  },
  'routing.renewal.ordered.v1': {
    dueOn: 'goes back to the writer, and nothing here follows from it',
    messageId: 'goes back to the writer, and nothing here follows from it',
    orderedAt: 'goes back to the writer, and nothing here follows from it',
    reason: 'goes back to the writer, and nothing here follows from it',
    renewalId: 'goes back to the writer, and nothing here follows from it',
    'unit.code': 'goes back to the writer, and nothing here follows from it',
    'unit.name': 'goes back to the writer, and nothing here follows from it',
  },
  'routing.unit.changed.v1': {
    level: 'only which units there are is asked here',
    parent: 'only which units there are is asked here',
    'webAdmins[]': 'only which units there are is asked here',
  },
  'publication.reply.published.v1': {
    fulfils: 'the page says which promise is kept',
    'promise.dueOn': 'the page says what was promised',
    'promise.text': 'the page says what was promised',
    result: 'the page says what came of the matter',
    historical: 'the message says so',
    submittedAt: 'the channel is told when it became public',
  },
};

it('every field of every event is kept, or it is said why not', async () => {
  const said = Object.fromEntries(Object.entries(notKept).map(([subject, fields]) => [subject, Object.keys(fields).toSorted()]));
  expect(await fieldsNotKept(replica, { service: 'intake', known: { messageId: [await registered('k-1'), await registered('k-2')] } })).toEqual(said);
});
