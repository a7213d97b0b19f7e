import { hash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvent, messageAssigned, replyAttachmentDeclared, replyAttachmentRemoved, replyPublished, type EventData, type replyAttachmentExamined, type ReplyAttachment } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import sharp from 'sharp';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let officer: string;
let webAdmin: string;
let stranger: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  officer = await fixture.token('information-office');
  webAdmin = await fixture.token('web-admin', { unit: 'water' });
  stranger = await fixture.token('web-admin', { unit: 'roads' });
});
afterAll(() => fixture.drop());

const unit = { code: 'water', name: '市水务局' };
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const at = () => ({ time: fixture.clock.now(), now: fixture.clock.now().toISOString() });
let sequence = 0;
const about = (messageId: string) => ({ subject: messageId, sequence: (sequence += 1), time: fixture.clock.now() });
const declared = async (messageId: string, name = '维修计划.doc'): Promise<string> => {
  const attachmentId = randomUUID();
  await fixture.deliver(createEvent(replyAttachmentDeclared, { ...about(messageId), data: { messageId, attachmentId, unit, name, declaredAt: at().now } }));
  return attachmentId;
};
const removed = (messageId: string, attachmentId: string) => fixture.deliver(createEvent(replyAttachmentRemoved, { ...about(messageId), data: { messageId, attachmentId, removedAt: at().now } }));
const put = async (attachmentId: string, bytes: Buffer, token = webAdmin) => {
  const response = await fetch(`${intake.url}/v1/reply-attachments/${attachmentId}`, { method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }, body: new Uint8Array(bytes) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const told = async (messageId: string) => (await fixture.events<EventData<typeof replyAttachmentExamined>>('intake.reply-attachment.examined.v1', messageId)).map(({ data }) => data);
const registered = async (externalId: string, changes: object = {}) => String((await pushMessage(intake, message(externalId, changes))).body['messageId']);
/** One that was looked at and kept. */
async function stored(messageId: string, bytes: Buffer = pdf): Promise<ReplyAttachment> {
  const attachmentId = await declared(messageId);
  expect((await put(attachmentId, bytes)).status).toBe(201);
  await eventually(async () => expect((await told(messageId)).some((one) => one.attachmentId === attachmentId)).toBe(true));
  const { file } = (await told(messageId)).find((one) => one.attachmentId === attachmentId)!;
  if (!file) throw new Error('was refused');
  return { attachmentId, ...file };
}
const publish = (messageId: string, attachments: ReplyAttachment[], visibility: 'public' | 'private' = 'public') => {
  const { now } = at();
  const data = { messageId, replyId: randomUUID(), unit, visibility, interim: false, submittedAt: now, publishedAt: now, path: '/messages/x', text: '详见附件。', historical: false, attachments };
  return fixture.deliver(createEvent(replyPublished, { ...about(messageId), data }));
};
const content = async (attachmentId: string, token: string) => (await fetch(`${intake.url}/v1/reply-attachments/${attachmentId}/content`, { headers: { authorization: `Bearer ${token}` } })).status;
const inPublic = (attachmentId: string) => fetch(`${intake.url}/attachments/${attachmentId}`);
async function writerOf(externalId: string, changes: object = {}): Promise<(attachmentId: string) => Promise<number>> {
  const receipt = await pushMessage(intake, message(externalId, changes));
  const { body } = await call(`${intake.url}/v1/queries`, { body: { number: receipt.body['messageNumber'], trackingCode: receipt.body['trackingCode'] } });
  return async (attachmentId) => (await fetch(`${intake.url}/query/message/attachments/${attachmentId}`, { headers: { cookie: `wenzheng_ticket=${String(body['ticket'])}` } })).status;
}

it('comes once from the unit that writes the reply, is looked at like any, and told of to routing with the hash of what is kept', async () => {
  const messageId = await registered('comes');
  expect((await put(randomUUID(), pdf)).status).toBe(404);
  const attachmentId = await declared(messageId, '现场13912345678.bmp');
  expect((await put(attachmentId, pdf, stranger)).status).toBe(404);
  expect((await put(attachmentId, pdf, officer)).status).toBe(403);
  expect((await put(attachmentId, randomBytes(10 * 1024 * 1024 + 1))).status).toBe(413);
  const photo = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#369' } }).withExif({ IFD0: { Make: 'TELEPHONE-MAKER' } }).jpeg().toBuffer();
  expect(await put(attachmentId, photo)).toMatchObject({ status: 201, body: { attachmentId, showing: 'held' } });
  expect((await put(attachmentId, photo)).status).toBe(200);
  expect(await put(attachmentId, pdf)).toMatchObject({ status: 409, body: { code: 'intake.attachment-conflict' } });
  await eventually(async () => expect(await told(messageId)).toHaveLength(1));
  const [kept] = (await told(messageId)).map(({ file }) => file);
  expect(kept).toMatchObject({ mediaType: 'image/jpeg', name: expect.stringMatching(/\.jpg$/) });
  const file = await fetch(`${intake.url}/v1/reply-attachments/${attachmentId}/content`, { headers: { authorization: `Bearer ${webAdmin}` } });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([hash('sha256', bytes), bytes.includes('TELEPHONE-MAKER')]).toEqual([kept?.sha256, false]);
  const program = await declared(messageId, '程序.pdf');
  expect((await put(program, Buffer.from('7f454c46020101000000000000000000', 'hex'))).status).toBe(422);
  expect((await put(program, Buffer.from('504b0506000000000000000000000000000000000000', 'hex'))).status).toBe(201);
  await eventually(async () => expect((await told(messageId))[1]).toMatchObject({ attachmentId: program, file: null, reason: 'type-not-accepted' }));
  expect(await fixture.count(`audit_entry WHERE did = 'attachment.refused' AND about = '${program}'`)).toBe(1);
  expect(await fixture.events('intake.attachment.stored.v1', messageId)).toEqual([]);
});

it('is nobody’s but the unit’s and the office’s while it is a draft’s, and everybody’s with the published reply, until it is hidden', async () => {
  const asWriter = await writerOf('published');
  const messageId = await registered('published');
  const other = await registered('merged');
  const asOther = await writerOf('merged');
  const one = await stored(messageId);
  const { attachmentId } = one;
  // Who handles the message reads what its writer has sent, by another way.
  await fixture.deliver(createEvent(messageAssigned, { ...about(messageId), data: { messageId, unit: { code: 'roads', name: '市交通局' }, assignedAt: at().now, by: 'remit', reason: '—' } }));
  const asAttachment = await call(`${intake.url}/v1/messages/${messageId}/attachments/${attachmentId}/content`, { token: officer });
  expect([asAttachment.status, await content(attachmentId, webAdmin), await content(attachmentId, officer), await content(attachmentId, stranger), (await inPublic(attachmentId)).status, await asWriter(attachmentId)]).toEqual([404, 200, 200, 404, 404, 404]);
  expect((await call(`${intake.url}/v1/messages/${messageId}/attachments/${attachmentId}/releases`, { token: officer, method: 'POST' })).status).toBe(404);
  expect((await call(`${intake.url}/v1/channels/board/messages/published`, { token: channelKeys.board })).body['attachments']).toEqual([]);

  await publish(messageId, [one]);
  await publish(other, [one]);
  const file = await inPublic(attachmentId);
  expect([file.status, ...['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map((name) => file.headers.get(name))]).toEqual([
    200, 'application/octet-stream', `attachment; filename="attachment"; filename*=UTF-8''${encodeURIComponent(one.name)}`, 'nosniff', "default-src 'none'; sandbox",
  ]);
  expect(hash('sha256', Buffer.from(await file.arrayBuffer()))).toBe(one.sha256);
  expect([await asWriter(attachmentId), await asOther(attachmentId)]).toEqual([200, 200]);
  expect((await call(`${intake.url}/v1/channels/board/messages/published`, { token: channelKeys.board })).body).toMatchObject({ replies: [{ attachments: [{ ...one, url: expect.stringMatching(`/attachments/${attachmentId}$`) }] }] });

  const listed = async (id: string, token: string) => (await call(`${intake.url}/v1/messages/${id}/reply-attachments`, { token })).body['attachments'];
  expect([await listed(messageId, webAdmin), await listed(other, officer), await listed(messageId, stranger)]).toMatchObject([[{ attachmentId, showing: 'held' }], [{ attachmentId }], []]);

  const deed = (what: string, token: string, body?: object) => call(`${intake.url}/v1/reply-attachments/${attachmentId}/${what}`, { token, method: 'POST', ...(body && { body }) });
  expect((await deed('hidings', stranger, { reason: '印有他人电话' })).status).toBe(404);
  expect((await deed('hidings', officer, {})).status).toBe(400);
  expect(await deed('hidings', webAdmin, { reason: '印有他人电话' })).toMatchObject({ status: 201, body: { showing: 'hidden' } });
  expect((await deed('hidings', officer, { reason: '印有他人电话' })).status).toBe(200);
  expect([(await inPublic(attachmentId)).status, await asWriter(attachmentId), await asOther(attachmentId), await content(attachmentId, officer)]).toEqual([404, 404, 404, 200]);
  expect(await listed(other, officer)).toMatchObject([{ attachmentId, showing: 'hidden' }]);
  for (const id of [messageId, other]) expect((await fixture.events<{ attachmentId: string }>('intake.attachment.hidden.v1', id)).map(({ data }) => data.attachmentId)).toEqual([attachmentId]);
  expect(await fixture.rows('SELECT did, details FROM audit_entry WHERE about = $1', [attachmentId])).toEqual([{ did: 'attachment.hidden', details: { messageId, reason: '印有他人电话' } }]);
  expect((await deed('releases', officer)).status).toBe(201);
  expect((await inPublic(attachmentId)).status).toBe(200);
});

it('of a private message is its writer’s alone', async () => {
  const asWriter = await writerOf('private', { visibility: 'private' });
  const messageId = await registered('private', { visibility: 'private' });
  const one = await stored(messageId);
  await publish(messageId, [one], 'private');
  expect([(await inPublic(one.attachmentId)).status, await asWriter(one.attachmentId), await (await writerOf('somebody'))(one.attachmentId)]).toEqual([404, 200, 404]);
});

it('that its draft does without is not kept, in whatever order that becomes known', async () => {
  const messageId = await registered('removed');
  const { attachmentId } = await stored(messageId);
  await removed(messageId, attachmentId);
  expect([await content(attachmentId, officer), (await put(attachmentId, pdf)).status]).toEqual([404, 404]);
  expect(await fixture.rows('SELECT state, reason, file_key FROM attachment WHERE attachment_id = $1', [attachmentId])).toEqual([{ state: 'refused', reason: 'removed', file_key: null }]);
  const early = randomUUID();
  await removed(messageId, early);
  expect(await content(early, officer)).toBe(404);
  await fixture.deliver(createEvent(replyAttachmentDeclared, { ...about(messageId), data: { messageId, attachmentId: early, unit, name: '计划.pdf', declaredAt: at().now } }));
  expect((await put(early, pdf)).status).toBe(404);
});
