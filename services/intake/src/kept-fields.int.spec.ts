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
    by: 'between offices',
    'duty.item': 'between offices',
    'duty.version': 'between offices',
    reason: 'between offices',
  },
  'routing.message.co-handled.v1': {
    'firstAsked.name': 'only who reads the attachments is asked here',
  },
  'routing.message.designated.v1': {
    reason: 'between offices',
  },
  'routing.message.merged.v1': {
    'into.messageId': 'the channel knows the other message by its number',
    mergeId: 'the event tells one merge from another',
    reason: 'between offices',
  },
  'routing.message.returned.v1': {
    reason: 'between offices',
    'suggestedUnit.code': 'between offices',
    'suggestedUnit.name': 'between offices',
  },
  'routing.message.unmerged.v1': {
    mergeId: 'the event tells one merge from another',
    reason: 'between offices',
  },
  'routing.reply-attachment.declared.v1': {
    'unit.name': 'only who sends the file is asked here',
  },
  'routing.unit.changed.v1': {
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
