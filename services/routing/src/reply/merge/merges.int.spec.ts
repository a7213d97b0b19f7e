import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, messageWithdrawn, type EventData, type messageMerged, type messageUnmerged, type replySubmitted } from '@wenzheng/contracts';
import { Housekeeping } from '../../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, published, returned, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const merge = (messageId: string, into: string, token = desk.office, reason = '反映同一处管道') => desk.post(messageId, 'merges', token, { into, reason });
const undo = (messageId: string, token = desk.office) => desk.post(messageId, 'unmerges', token, { reason: '另有单独的诉求' });
const view = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body;
const numberOf = async (messageId: string) => String((await view(messageId))['messageNumber']);
const replies = async (messageId: string) => (await fixture.events<EventData<typeof replySubmitted>>('routing.reply.submitted.v1', messageId)).map(({ data }) => data);
const ends = async (messageId: string) => (await fixture.events<EventData<typeof messageUnmerged>>('routing.message.unmerged.v1', messageId)).map(({ data }) => data.reason);
/** Two messages of one matter, the second in the handling of the first. */
async function merged(): Promise<[lead: string, other: string]> {
  const [lead, other] = [await fixture.registered(), await fixture.registered()];
  expect((await merge(other, lead)).status).toBe(201);
  return [lead, other];
}
const publishAll = async (...messageIds: string[]) => {
  for (const messageId of messageIds) {
    const last = (await replies(messageId)).at(-1);
    await fixture.deliver(published(messageId, last?.replyId ?? ''));
  }
};

describe('A03: 并单', () => {
  it('answers each writer by a reply of its own, signed in one deed, that says with which message it was handled', async () => {
    const [lead, other] = await merged();
    const into = { messageId: lead, messageNumber: await numberOf(lead) };
    const [event] = await fixture.events<EventData<typeof messageMerged>>('routing.message.merged.v1', other);
    expect(event).toMatchObject({ sequence: 2, data: { into, reason: '反映同一处管道', mergedAt: '2026-11-23T01:00:00.000Z' } });
    expect(await view(other)).toMatchObject({ state: 'assigned', ending: 'open', mergedInto: into, merges: [{ into, unmergedAt: null }] });
    expect(await view(lead)).toMatchObject({ mergedInto: null, merges: [{ message: { messageId: other } }] });
    fixture.clock.set('2026-11-24T10:00:00+08:00');
    const body = { text: '管道已更换，11月24日恢复供水。', result: 'partly-resolved', promise: { text: '更换老旧阀门', dueOn: '2026-12-10' } };
    const { body: signed } = await desk.reply(lead, desk.water, body);
    const [[own], [shared]] = [await replies(lead), await replies(other)];
    expect(own).not.toHaveProperty('sharedWith');
    expect(shared).toMatchObject({ ...body, messageId: other, submittedAt: '2026-11-24T02:00:00.000Z', sharedWith: { ...into, replyId: signed['replyId'] } });
    expect([own?.replyId, shared?.replyId === own?.replyId]).toEqual([signed['replyId'], false]);
    expect([(await view(lead))['state'], (await view(other))['state']]).toEqual(['in-review', 'in-review']);
    await publishAll(lead);
    expect([(await view(lead))['ending'], (await view(other))['ending']]).toEqual(['publicly-answered', 'open']);
    await publishAll(other);
    expect(await view(other)).toMatchObject({ state: 'answered', ending: 'publicly-answered', replies: [{ sharedFrom: signed['replyId'], promise: body.promise }] });
  });

  it('leaves the clock and what explains it to each message, and its answer to the lead alone', async () => {
    const [, other] = await merged();
    expect(code(await desk.reply(other))).toEqual([409, 'routing.merged']);
    expect(code(await desk.post(other, 'drafts', desk.water, { kind: 'reply', text: '已修复。' }))).toEqual([409, 'routing.merged']);
    expect((await desk.reply(other, desk.water, { text: '已收到，正在核查。', interim: true })).status).toBe(201);
  });

  it('gives the reply that is written anew to whom the gate sent it back, and lets a unit answer by itself where the gate sent back the copy alone', async () => {
    const [lead, other] = await merged();
    await desk.reply(lead);
    for (const messageId of [lead, other]) await fixture.deliver(returned(messageId, (await replies(messageId))[0]?.replyId ?? ''));
    await desk.reply(lead, desk.water, { text: '已更换阀门。' });
    expect((await replies(other)).map(({ text }) => text)).toEqual(['已修复。', '已更换阀门。']);
    await publishAll(lead);
    await fixture.deliver(returned(other, (await replies(other))[1]?.replyId ?? ''));
    expect((await desk.reply(other, desk.water, { text: '您家阀门也已更换。' })).status).toBe(201);
    expect((await replies(other)).at(-1)).not.toHaveProperty('sharedWith');
  });

  it('corrects and supplements what everybody was given', async () => {
    const [lead, other] = await merged();
    await desk.reply(lead);
    await publishAll(lead, other);
    const [[first], [copy]] = [await replies(lead), await replies(other)];
    for (const kind of ['correction', 'supplement']) {
      const { body } = await desk.post(lead, 'drafts', desk.water, { kind, text: `${kind}：25日恢复供水。`, replyId: first?.replyId });
      expect((await call(`${replica.url}/v1/drafts/${String(body['draftId'])}/submissions`, { token: desk.water, body: { version: 1 } })).status).toBe(201);
    }
    const [[, ...own], [, ...theirs]] = [await replies(lead), await replies(other)];
    expect(own).toMatchObject([{ corrects: first?.replyId }, { supplements: first?.replyId }]);
    expect(theirs).toMatchObject([{ corrects: copy?.replyId, sharedWith: { messageId: lead } }, { supplements: copy?.replyId, text: 'supplement：25日恢复供水。' }]);
  });

  it('may put a private message into the handling of a public one, and nothing into that of a private one', async () => {
    const [open, secret] = [await fixture.registered(), await fixture.registered({ visibility: 'private' })];
    expect(code(await merge(open, secret))).toEqual([409, 'routing.merge-into-private']);
    expect((await merge(secret, open)).status).toBe(201);
  });

  it('is refused with what it cannot be', async () => {
    const [lead, other] = await merged();
    const [one, elsewhere, waiting, answered] = [await fixture.registered(), await fixture.registered({ title: '路灯', text: '不亮' }), await fixture.registered({ title: '您好', text: '请问' }), await fixture.registered()];
    await desk.reply(answered);
    const report = await fixture.registered({ kind: 'report', visibility: 'public', title: '举报', text: '有人收费' });
    await desk.assign(report, 'water');
    const refused = await Promise.all([
      merge(one, one), merge(one, randomUUID()), merge(one, elsewhere), merge(one, waiting), merge(one, answered), merge(one, other), merge(other, one), merge(lead, one), merge(waiting, one),
      merge(report, one), merge(one, report), merge(one, lead, desk.roads), undo(one), undo(other, desk.roads),
    ]);
    expect(refused.map(code)).toEqual([
      [422, 'routing.merge-into-itself'], [422, 'routing.merge-lead-unknown'], [409, 'routing.merge-other-unit'], [409, 'routing.merge-lead-not-open'], [409, 'routing.merge-lead-not-open'], [409, 'routing.merge-lead-merged'],
      [409, 'routing.merged'], [409, 'routing.merge-of-lead'], [409, 'routing.merge-unassigned'], [409, 'routing.report-not-merged'], [409, 'routing.report-not-merged'],
      [403, 'routing.not-your-unit'], [409, 'routing.not-merged'], [403, 'routing.not-your-unit'],
    ]);
  });
});

describe('撤销并单', () => {
  it('returns it to a handling of its own, by the unit that has both as well', async () => {
    const [lead, other] = await merged();
    expect((await undo(other, desk.water)).status).toBe(201);
    expect(await ends(other)).toEqual(['另有单独的诉求']);
    expect(await view(other)).toMatchObject({ mergedInto: null, merges: [{ unmergeReason: '另有单独的诉求' }] });
    await desk.reply(lead);
    expect(await replies(other)).toEqual([]);
    expect((await desk.reply(other, desk.water, { text: '另行答复：已修复。' })).status).toBe(201);
  });

  it('happens by itself where the lead has ended without an answer, or is with another unit', async () => {
    const [[withdrawn, first], [moved, second], [, third]] = [await merged(), await merged(), await merged()];
    const data = { messageId: withdrawn, withdrawnAt: '2026-11-23T02:00:00.000Z', reason: null };
    await fixture.deliver(createEvent(messageWithdrawn, { subject: withdrawn, sequence: 2, time: new Date(), data }));
    await desk.assign(moved, 'roads');
    expect((await desk.reply(second)).status).toBe(201);
    await replica.app.get(Housekeeping).run();
    expect(await ends(first)).toEqual(['所并入的留言已不再办理，恢复单独办理']);
    expect(await ends(second)).toEqual(['两件留言已由不同单位承办，恢复单独办理']);
    expect(await ends(third)).toEqual([]);
  });

  it('and the lead’s reply at the same moment leave it answered with the lead or by itself, never both and never neither', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [lead, other] = await merged();
      const [undone, answered] = await Promise.all([undo(other), desk.reply(lead)]);
      expect(answered.status).toBe(201);
      expect([undone.status, (await replies(other)).length, (await ends(other)).length]).toEqual(undone.status === 201 ? [201, 0, 1] : [409, 1, 0]);
    }
  });
});
