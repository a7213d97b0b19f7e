import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createEvent, replyAttachmentExamined, type EventData, type replyAttachmentDeclared, type replySubmitted } from '@wenzheng/contracts';
import { call, code, deskOf, Fixture, type Answer, type Desk, type Replica } from '../../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let reviewer: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  reviewer = await fixture.token('reviewer', { unit: 'water', sub: 'spec' });
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const on = (draftId: string, what: string, body: object, token = desk.water, key = '') => call(`${replica.url}/v1/drafts/${draftId}/${what}`, { token, body, headers: key ? { 'idempotency-key': key } : {} });
const read = async (draftId: string) => (await call(`${replica.url}/v1/drafts/${draftId}`, { token: desk.water })).body;
const begun = async (messageId: string, body: object = { kind: 'reply', text: '管道已更换，恢复供水，详见附件。' }): Promise<string> => String((await desk.post(messageId, 'drafts', desk.water, body)).body['draftId']);
const idOf = ({ status, body }: Answer): string => {
  expect(status).toBe(201);
  return String(body['attachmentId']);
};
const attach = async (draftId: string, name: string): Promise<string> => idOf(await on(draftId, 'attachments', { name }));
const file = { name: '计划.pdf', mediaType: 'application/pdf', size: 4_096, sha256: 'ab'.repeat(32) } as const;
const examined = (messageId: string, attachmentId: string, outcome: Pick<EventData<typeof replyAttachmentExamined>, 'file' | 'reason'> = { file, reason: null }) =>
  fixture.deliver(createEvent(replyAttachmentExamined, { subject: messageId, sequence: 2, time: fixture.clock.now(), data: { messageId, attachmentId, ...outcome, examinedAt: fixture.clock.now().toISOString() } }));
const submissions = async (messageId: string) => (await fixture.events<EventData<typeof replySubmitted>>('routing.reply.submitted.v1', messageId)).map(({ data }) => data);
const removed = async (messageId: string) => (await fixture.events<{ attachmentId: string }>('routing.reply-attachment.removed.v1', messageId)).map(({ data }) => data.attachmentId);

it('is named while a draft is being written, once, and intake is told whose it is', async () => {
  const messageId = await fixture.registered();
  const draftId = await begun(messageId);
  const first = await on(draftId, 'attachments', { name: '计划13912345678.pdf' }, desk.water, 'one');
  const attachmentId = idOf(first);
  expect(await on(draftId, 'attachments', { name: '计划13912345678.pdf' }, desk.water, 'one')).toMatchObject({ status: 200, body: { attachmentId } });
  const [event, ...more] = await fixture.events<EventData<typeof replyAttachmentDeclared>>('routing.reply-attachment.declared.v1', messageId);
  expect([event?.data, more]).toEqual([{ messageId, attachmentId, unit: { code: 'water', name: '市水务局' }, name: expect.not.stringContaining('139'), declaredAt: '2026-11-23T01:00:00.000Z' }, []]);
  expect((await read(draftId))['attachments']).toEqual([{ attachmentId, name: event?.data.name, state: 'awaited', reason: null, mediaType: null, size: null }]);
  expect(code(await on(draftId, 'attachments', { name: '别人的.pdf' }, desk.roads))).toEqual([403, 'routing.not-your-unit']);
  expect(code(await on(draftId, `attachments/${messageId}/removals`, {}))).toEqual([404, 'routing.unknown-attachment']);
  for (let n = 2; n <= 9; n += 1) await attach(draftId, `第${n}个.pdf`);
  expect(code(await on(draftId, 'attachments', { name: '第10个.pdf' }))).toEqual([409, 'routing.attachments-full']);
  expect(await on(draftId, `attachments/${attachmentId}/removals`, {})).toMatchObject({ status: 201, body: { attachments: { length: 8 } } });
  expect(await removed(messageId)).toEqual([attachmentId]);
  await attach(draftId, '第10个.pdf');
  const extension = await begun(messageId, { kind: 'extension', text: '需要更换管道', newDueOn: '2026-12-01' });
  expect(code(await on(extension, 'attachments', { name: '说明.pdf' }))).toEqual([409, 'routing.attachment-of-extension']);
});

it('goes with the reply by the hash of what intake has kept; what it has not told of stays behind, and the reply waits for none', async () => {
  const [messageId, other] = [await fixture.registered(), await fixture.registered()];
  expect((await desk.post(other, 'merges', desk.office, { into: messageId, reason: '反映同一处管道' })).status).toBe(201);
  const draftId = await begun(messageId);
  const [kept, late, refused] = [await attach(draftId, '计划.doc'), await attach(draftId, '现场.jpg'), await attach(draftId, '程序.exe')];
  await examined(messageId, kept);
  await examined(messageId, refused, { file: null, reason: 'type-not-accepted' });
  expect((await read(draftId))['attachments']).toMatchObject([{ attachmentId: kept, name: '计划.pdf', state: 'stored', mediaType: 'application/pdf', size: 4_096 }, { attachmentId: late, state: 'awaited' }, { attachmentId: refused, state: 'refused', reason: 'type-not-accepted' }]);
  expect((await on(draftId, 'submissions', { version: 1 })).status).toBe(201);
  const [own] = await submissions(messageId);
  expect(own?.attachments).toEqual([{ attachmentId: kept, ...file }]);
  expect((await submissions(other)).map(({ attachments }) => attachments)).toEqual([own?.attachments]);
  expect((await removed(messageId)).toSorted()).toEqual([late, refused].toSorted());
  await examined(messageId, late);
  expect((await read(draftId))['attachments']).toMatchObject([{ attachmentId: kept }]);
  expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ replies: [{ attachments: [{ attachmentId: kept, ...file }] }] });
});

it('stays as it was read while others sign, and is gone with a draft that is discarded', async () => {
  await fixture.dataSource.query(`INSERT INTO sign_off_policy (policy_id, unit_code, steps, drafter_may_sign, reason, decided_by, decided_at) VALUES (gen_random_uuid(), 'water', '[["reviewer"]]', true, '—', 'spec', '2026-01-02')`);
  const messageId = await fixture.registered();
  const draftId = await begun(messageId);
  const attachmentId = await attach(draftId, '计划.pdf');
  await examined(messageId, attachmentId);
  await on(draftId, 'submissions', { version: 1 });
  for (const [what, body] of [['attachments', { name: '补.pdf' }], [`attachments/${attachmentId}/removals`, {}]] as const) expect(code(await on(draftId, what, body))).toEqual([409, 'routing.draft-in-sign-off']);
  expect((await call(`${replica.url}/v1/drafts/${draftId}`, { token: reviewer })).body['attachments']).toMatchObject([{ attachmentId, state: 'stored' }]);
  expect((await on(draftId, 'decisions', { version: 1, decision: 'send-back', reason: '附件不全' }, reviewer)).status).toBe(201);
  const second = await attach(draftId, '补.pdf');
  expect((await on(draftId, 'decisions', { version: 1, decision: 'discard' })).status).toBe(201);
  expect((await removed(messageId)).toSorted()).toEqual([attachmentId, second].toSorted());
});
