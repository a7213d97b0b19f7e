import { hash, randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachmentStored, createEvent, messageAssigned, messageCoHandled, messageReturned, messageVisibilityChanged, type EventData } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import sharp from 'sharp';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';
import { AttachmentFiles } from './store/attachment-files.js';

let fixture: Fixture;
let intake: Replica;
let second: Replica;
let folder: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  folder = fixture.environment()['ATTACHMENTS_DIR'] ?? '';
  intake = await fixture.start();
  second = await fixture.start();
});
afterAll(() => fixture.drop());

/** A photograph as a telephone takes it: on its side, with the place where it was taken. */
const photograph = () =>
  sharp({ create: { width: 120, height: 60, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { Make: 'TELEPHONE-MAKER' }, IFD3: { GPSLatitude: '32/1 37/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

const filesIn = async () => (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

async function declared(externalId: string, names: readonly string[], changes: object = {}): Promise<string> {
  const { status, body } = await pushMessage(intake, message(externalId, { attachments: names.map((name, index) => ({ externalId: `a-${index}`, name })), ...changes }));
  expect(status).toBe(201);
  return String(body['messageId']);
}

const put = async (externalId: string, bytes: Buffer, { own = 'a-0', replica = intake, key = channelKeys.board, type = 'application/octet-stream' } = {}) => {
  const response = await fetch(`${replica.url}/v1/channels/board/messages/${externalId}/attachments/${own}`, { method: 'PUT', headers: { authorization: `Bearer ${key}`, 'content-type': type }, body: new Uint8Array(bytes) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** Nothing is being looked at, and what was dropped is gone. */
const atRest = () => eventually(async () => (await fixture.count("attachment WHERE state IN ('received', 'scanning')")) === 0 && (await fixture.count('attachment_file')) === (await fixture.count('attachment WHERE file_key IS NOT NULL')));

interface Listed {
  attachmentId: string;
  name: string;
  state: string;
  reason: string | null;
  showing: string;
  mediaType: string | null;
}
const listed = async (externalId: string) => (await call(`${intake.url}/v1/channels/board/messages/${externalId}`, { token: channelKeys.board })).body['attachments'] as Listed[];

async function settled(externalId: string): Promise<Listed[]> {
  await eventually(async () => (await listed(externalId)).every(({ state }) => state === 'stored' || state === 'refused'));
  return listed(externalId);
}

async function stored(externalId: string, bytes: Buffer, name = '路灯.jpg', changes: object = {}): Promise<{ messageId: string; attachmentId: string }> {
  const messageId = await declared(externalId, [name], changes);
  expect((await put(externalId, bytes)).status).toBe(201);
  const [one] = await settled(externalId);
  expect(one).toMatchObject({ state: 'stored' });
  return { messageId, attachmentId: one?.attachmentId ?? '' };
}

const released = async (attachmentId: string) => fetch(`${intake.url}/attachments/${attachmentId}`);
const deed = async (messageId: string, attachmentId: string, what: string, body: object | undefined, token: string) =>
  call(`${intake.url}/v1/messages/${messageId}/attachments/${attachmentId}/${what}`, { method: 'POST', token, ...(body && { body }) });

describe('an attachment', () => {
  it('is awaited by its message, comes once, and is told of when it was looked at', async () => {
    const photo = await photograph();
    const messageId = await declared('light', ['和平路路灯13912345678.HEIC']);
    expect(await listed('light')).toEqual([{ attachmentId: expect.any(String), externalId: 'a-0', name: expect.not.stringContaining('139'), state: 'awaited', reason: null, showing: 'held', mediaType: null, size: null }]);
    const answers = await Promise.all([put('light', photo), put('light', photo, { replica: second }), put('light', photo)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(await put('light', Buffer.concat([photo, Buffer.from([0])]))).toMatchObject({ status: 409, body: { code: 'intake.attachment-conflict' } });

    const [one] = await settled('light');
    expect(one).toMatchObject({ state: 'stored', name: expect.stringMatching(/^和平路路灯.*隐去.*\.jpg$/), mediaType: 'image/jpeg', showing: 'held' });
    expect((await put('light', photo)).status).toBe(200);
    const events = await fixture.events<EventData<typeof attachmentStored>>('intake.attachment.stored.v1', messageId);
    expect(events).toHaveLength(1);
    expect([events[0]?.sequence, events[0]?.data]).toMatchObject([2, { attachmentId: one?.attachmentId, name: one?.name, mediaType: 'image/jpeg' }]);

    const officer = await fixture.token('information-office');
    const file = await fetch(`${intake.url}/v1/messages/${messageId}/attachments/${one?.attachmentId}/content`, { headers: { authorization: `Bearer ${officer}` } });
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(hash('sha256', bytes)).toBe(events[0]?.data.sha256);
    const { width, height, exif, orientation } = await sharp(bytes).metadata();
    expect({ width, height, exif, orientation }).toEqual({ width: 60, height: 120, exif: undefined, orientation: undefined });
    expect(bytes.includes('TELEPHONE-MAKER')).toBe(false);
    // What came is deleted; one file is left of it all.
    await eventually(async () => (await filesIn()).length === 1 && (await fixture.count('attachment_file')) === 1);
  });

  it('is what its bytes say, whatever it is called', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const archive = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
    const gb18030 = Buffer.from('c2b7b5c6b2bbc1c1', 'hex');
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } }).png().toBuffer();
    const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: 'red' } }).png().toBuffer();
    const files: [name: string, bytes: Buffer, expected: object][] = [
      ['说明.jpg', gb18030, { state: 'stored', mediaType: 'text/plain', name: '说明.jpg.txt' }],
      ['页面.txt', svg, { state: 'refused', reason: 'type-not-accepted' }],
      ['图.pdf', png, { state: 'stored', mediaType: 'image/png', name: '图.pdf.png' }],
      ['大.png', bomb, { state: 'refused', reason: 'image-too-large' }],
      ['坏.jpg', (await photograph()).subarray(0, 300), { state: 'refused', reason: 'image-unreadable' }],
      ['压缩包.docx', archive, { state: 'refused', reason: 'type-not-accepted' }],
      ['空.txt', Buffer.alloc(0), { state: 'refused', reason: 'empty' }],
    ];
    const messageId = await declared('kinds', files.map(([name]) => name));
    for (const [index, [, bytes]] of files.entries()) expect((await put('kinds', bytes, { own: `a-${index}` })).status).toBe(201);
    // A program tells itself at the door, whatever it is called: the place stays free for another file.
    const program = Buffer.concat([Buffer.from('7f454c46020101000000000000000000', 'hex'), randomBytes(20_000)]);
    await declared('door', ['程序.pdf']);
    for (const bytes of [program, program.subarray(0, 16), Buffer.from('GIF89a')]) expect(await put('door', bytes)).toMatchObject({ status: 422, body: { code: 'intake.attachment-type-not-accepted' } });
    expect(await listed('door')).toMatchObject([{ state: 'awaited' }]);
    expect((await put('door', png)).status).toBe(201);
    expect(await settled('door')).toMatchObject([{ state: 'stored', name: '程序.pdf.png' }]);
    expect(await settled('kinds')).toMatchObject(files.map(([, , expected]) => expected));
    expect(await fixture.events('intake.attachment.stored.v1', messageId)).toHaveLength(2);
    expect(await fixture.count(`audit_entry WHERE did = 'attachment.refused' AND details ->> 'messageId' = '${messageId}'`)).toBe(5);
  });

  it('is refused beyond 10 MiB, of another size than declared, undeclared, of another channel, or as anything but bytes', async () => {
    await declared('much', ['大.txt']);
    await atRest();
    await pushMessage(intake, message('sized', { attachments: [{ externalId: 'a-0', name: '小.txt', size: 5 }] }));
    const before = await filesIn();
    expect(await put('much', randomBytes(10 * 1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    expect(await put('sized', Buffer.from('六个字节'))).toMatchObject({ status: 422, body: { code: 'intake.attachment-size-differs' } });
    expect(await put('much', Buffer.from('a'), { own: 'a-1' })).toMatchObject({ status: 404, body: { code: 'intake.attachment-not-found' } });
    expect(await put('nobody', Buffer.from('a'))).toMatchObject({ status: 404, body: { code: 'intake.message-not-found' } });
    expect((await put('much', Buffer.from('a'), { key: channelKeys.portal })).status).toBe(403);
    expect((await put('much', Buffer.from('{}'), { type: 'application/json' })).status).toBe(415);
    expect((await put('much', Buffer.from('a'), { type: 'image/jpeg' })).status).toBe(415);
    expect((await pushMessage(intake, 'a', { headers: { 'content-type': 'application/octet-stream' } })).status).toBe(415);
    expect(await filesIn()).toEqual(before);
    expect(await listed('much')).toMatchObject([{ state: 'awaited' }]);
  });

  it('whose upload breaks off, or whose process dies between store and commit, leaves nothing that stays', async () => {
    await atRest();
    await declared('broken', ['断.txt']);
    const before = await filesIn();
    const aborted = new AbortController();
    const slow = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(100_000)) });
    const upload = fetch(`${intake.url}/v1/channels/board/messages/broken/attachments/a-0`, { method: 'PUT', headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/octet-stream' }, body: slow, duplex: 'half', signal: aborted.signal } as RequestInit);
    await eventually(async () => (await filesIn()).length > before.length);
    aborted.abort();
    await expect(upload).rejects.toThrow();
    await eventually(async () => (await filesIn()).length === before.length);
    // As a process leaves it that was killed right after its file was written.
    const files = intake.app.get(AttachmentFiles, { strict: false });
    const { Readable } = await import('node:stream');
    await files.put(Readable.from([Buffer.from('nobody names it')], { objectMode: false }));
    expect(await filesIn()).toHaveLength(before.length + 1);
    const later = new Date(Date.now() + 1_000);
    const swept = await Promise.all([files.sweep(later), second.app.get(AttachmentFiles, { strict: false }).sweep(later)]);
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await filesIn()).toSorted()).toEqual(before.toSorted());
    expect((await put('broken', Buffer.from('终于到了'))).status).toBe(201);
    expect(await settled('broken')).toMatchObject([{ state: 'stored', mediaType: 'text/plain' }]);
  });
});

describe('who reads an attachment', () => {
  it('is nobody in public before it is released, and nobody again once it is hidden', async () => {
    const { messageId, attachmentId } = await stored('public', await photograph());
    const officer = await fixture.token('information-office');
    expect((await released(attachmentId)).status).toBe(404);
    expect(await deed(messageId, attachmentId, 'releases', undefined, officer)).toMatchObject({ status: 201, body: { showing: 'released' } });
    expect((await deed(messageId, attachmentId, 'releases', undefined, officer)).status).toBe(200);
    const file = await released(attachmentId);
    expect([file.status, ...['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy', 'set-cookie'].map((name) => file.headers.get(name))]).toEqual([
      200, 'application/octet-stream', `attachment; filename="attachment"; filename*=UTF-8''${encodeURIComponent('路灯.jpg')}`, 'nosniff', "default-src 'none'; sandbox", null,
    ]);
    await file.arrayBuffer();
    expect((await deed(messageId, attachmentId, 'hidings', {}, officer)).status).toBe(400);
    expect(await deed(messageId, attachmentId, 'hidings', { reason: '拍到了路人的面部' }, officer)).toMatchObject({ status: 201, body: { showing: 'hidden' } });
    expect((await released(attachmentId)).status).toBe(404);
    const told = [...(await fixture.events('intake.attachment.released.v1', messageId)), ...(await fixture.events('intake.attachment.hidden.v1', messageId))];
    expect(told.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(await fixture.rows('SELECT did, details FROM audit_entry WHERE about = $1 ORDER BY position', [attachmentId])).toEqual([
      { did: 'attachment.released', details: { messageId } },
      { did: 'attachment.hidden', details: { messageId, reason: '拍到了路人的面部' } },
    ]);
  });

  it('follows its message: private, taken down or withdrawn, it is not public', async () => {
    const officer = await fixture.token('information-office');
    const own = await stored('private', await photograph(), '证.jpg', { visibility: 'private' });
    expect(await deed(own.messageId, own.attachmentId, 'releases', undefined, officer)).toMatchObject({ status: 409, body: { code: 'intake.attachment-of-private-message' } });
    const { messageId, attachmentId } = await stored('taken-down', await photograph());
    await deed(messageId, attachmentId, 'releases', undefined, officer);
    const change = (visibility: 'public' | 'taken-down', sequence: number) =>
      fixture.deliver(createEvent(messageVisibilityChanged, { subject: messageId, sequence, time: fixture.clock.now(), data: { messageId, visibility, reason: '含有他人信息', changedAt: fixture.clock.now().toISOString() } }));
    await change('taken-down', 1);
    expect((await released(attachmentId)).status).toBe(404);
    await change('public', 2);
    expect((await released(attachmentId)).status).toBe(200);
    const [number] = await fixture.rows<{ message_number: string }>('SELECT message_number FROM message WHERE message_id = $1', [messageId]);
    const receipt = await pushMessage(intake, message('taken-down', { attachments: [{ externalId: 'a-0', name: '路灯.jpg' }] }));
    const { body } = await call(`${intake.url}/v1/queries`, { body: { number: number?.message_number, trackingCode: receipt.body['trackingCode'] } });
    const ticket = String(body['ticket']);
    const asWriter = (id: string, cookie = `wenzheng_ticket=${ticket}`) => fetch(`${intake.url}/query/message/attachments/${id}`, { headers: { cookie } });
    expect((await asWriter(attachmentId)).status).toBe(200);
    expect((await asWriter(own.attachmentId)).status).toBe(404);
    expect((await asWriter(attachmentId, '')).status).toBe(404);
    await call(`${intake.url}/v1/messages/${messageId}/withdrawals`, { token: ticket, body: {} });
    expect((await released(attachmentId)).status).toBe(404);
  });

  it('is the units that handle the message, as routing told last, and no other', async () => {
    const { messageId, attachmentId } = await stored('units', await photograph());
    const unit = (code: string) => ({ code, name: `${code}局` });
    const time = fixture.clock.now();
    const instant = time.toISOString();
    const reads = async (code: string) => {
      const token = await fixture.token('web-admin', { unit: code });
      const [list, file] = [await call(`${intake.url}/v1/messages/${messageId}/attachments`, { token }), await call(`${intake.url}/v1/messages/${messageId}/attachments/${attachmentId}/content`, { token })];
      expect(file.status).toBe(list.status);
      return list.status;
    };
    const readers = async () => [await reads('light'), await reads('water'), await reads('roads')];
    expect(await readers()).toEqual([404, 404, 404]);
    const assigned = createEvent(messageAssigned, { subject: messageId, sequence: 1, time, data: { messageId, unit: unit('light'), assignedAt: instant, by: 'remit', reason: '路灯' } });
    const coHandled = createEvent(messageCoHandled, { subject: messageId, sequence: 2, time, data: { messageId, lead: unit('light'), coUnits: [unit('water')], firstAsked: null, decidedAt: instant } });
    await fixture.deliver(coHandled);
    await fixture.deliver(assigned);
    expect(await readers()).toEqual([200, 200, 404]);
    const webAdmin = await fixture.token('web-admin', { unit: 'water' });
    expect((await deed(messageId, attachmentId, 'releases', undefined, webAdmin)).status).toBe(201);
    expect((await deed(messageId, attachmentId, 'releases', undefined, await fixture.token('web-admin', { unit: 'roads' }))).status).toBe(404);
    await fixture.deliver(createEvent(messageReturned, { subject: messageId, sequence: 3, time, data: { messageId, unit: unit('light'), returnedAt: instant, reason: '不属于我单位', suggestedUnit: null } }));
    expect(await readers()).toEqual([404, 404, 404]);
    expect(await fixture.count(`message_handling WHERE message_id <> '${messageId}'`)).toBe(0);
    expect((await call(`${intake.url}/v1/messages/${randomUUID()}/attachments`, { token: await fixture.token('information-office') })).status).toBe(404);
  });
});
