// Attachments with a real object store and a real scanner for malware beside the service.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { createObjectStore, createScanner, harmful, type ObjectStoreServer, type Scanner } from '@wenzheng/testing/files';
import { AwsClient } from 'aws4fetch';
import type { ObjectStoreSettings } from '../config.js';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';
import { Clamd } from './examination/clamd.js';
import { FolderStore } from './store/folder-store.js';
import { ObjectStore } from './store/object-store.js';

let fixture: Fixture;
let objects: ObjectStoreServer;
let scanner: Scanner;
let settings: ObjectStoreSettings;
let intake: Replica;
beforeAll(async () => {
  [fixture, objects, scanner] = await Promise.all([Fixture.create(), createObjectStore(), createScanner()]);
  const { endpoint, region, accessKey, secretKey } = objects;
  settings = { endpoint, region, accessKey, secretKey, bucket: 'attachments' };
  const made = await new AwsClient({ accessKeyId: accessKey, secretAccessKey: secretKey, region, service: 's3' }).fetch(`${endpoint}/attachments`, { method: 'PUT' });
  expect(made.status).toBe(200);
  intake = await fixture.start({ ATTACHMENTS_S3: JSON.stringify(settings), CLAMD_ADDRESS: scanner.address });
}, 120_000);
afterAll(() => Promise.all([fixture.drop(), objects.drop(), scanner.drop()]), 60_000);

const path = (externalId: string) => `${intake.url}/v1/channels/board/messages/${externalId}`;
const standing = async (externalId: string) => ((await call(path(externalId), { token: channelKeys.board })).body['attachments'] as { attachmentId: string; state: string; reason: string | null }[])[0];

async function uploaded(externalId: string, bytes: Buffer): Promise<string> {
  const { status, body } = await pushMessage(intake, message(externalId, { attachments: [{ externalId: 'a', name: '说明.txt' }] }));
  expect(status).toBe(201);
  const put = await fetch(`${path(externalId)}/attachments/a`, { method: 'PUT', headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/octet-stream' }, body: new Uint8Array(bytes) });
  expect(put.status).toBe(201);
  return String(body['messageId']);
}

const content = async (messageId: string, attachmentId: string) =>
  fetch(`${intake.url}/v1/messages/${messageId}/attachments/${attachmentId}/content`, { headers: { authorization: `Bearer ${await fixture.token('information-office')}` } });

const passing = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('wenzheng-attachment-'));

describe.each(['folder', 'object store'])('a file in a %s', (place) => {
  const store = () => (place === 'folder' ? new FolderStore(join(fixture.environment()['ATTACHMENTS_DIR'] ?? '', 'contract')) : new ObjectStore(settings));
  const streamed = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false });

  it('is read as it was written, as often as somebody likes, until it is deleted', async () => {
    const bytes = randomBytes(3_000_000);
    const before = await passing();
    expect(await store().get('ab/one')).toBeNull();
    await store().put('ab/one', streamed(bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)));
    await store().put('ab/two', streamed());
    for (let time = 0; time < 2; time += 1) expect((await buffer((await store().get('ab/one'))!)).equals(bytes)).toBe(true);
    expect(await buffer((await store().get('ab/two'))!)).toHaveLength(0);
    await store().delete('ab/one');
    await store().delete('ab/one');
    expect(await store().get('ab/one')).toBeNull();
    await store().delete('ab/two');
    expect(await passing()).toEqual(before);
  });

  it('that breaks off on its way is not there', async () => {
    const before = await passing();
    const broken = Readable.from((async function* () {
      yield randomBytes(100_000);
      throw new Error('broken off');
    })(), { objectMode: false });
    await expect(store().put('ab/three', broken)).rejects.toThrow('broken off');
    expect(await store().get('ab/three')).toBeNull();
    expect(await passing()).toEqual(before);
  });
});

it('an object store that refuses us, or is away, is an error and never an empty answer', async () => {
  const stranger = new ObjectStore({ ...settings, secretKey: 'of-somebody-else' });
  await expect(stranger.put('ab/four', Readable.from([Buffer.from('a')], { objectMode: false }))).rejects.toThrow('403');
  await expect(stranger.get('ab/four')).rejects.toThrow('403');
  await expect(stranger.delete('ab/four')).rejects.toThrow('403');
  await expect(new ObjectStore({ ...settings, endpoint: 'http://127.0.0.1:1' }).get('ab/four')).rejects.toThrow();
});

it('the scanner is asked by its port and by its socket', async () => {
  for (const address of [scanner.address, scanner.socket]) {
    expect(await new Clamd(address).findsHarm(harmful)).toBe(true);
    expect(await new Clamd(address).findsHarm(randomBytes(1_000_000))).toBe(false);
    expect(await new Clamd(address).findsHarm(Buffer.alloc(0))).toBe(false);
  }
  await expect(new Clamd('127.0.0.1:1').findsHarm(harmful)).rejects.toThrow('ECONNREFUSED');
});

describe('an attachment', () => {
  it('lies in the object store, once it was looked at; what is harmful is refused and gone', async () => {
    const [clean, harm] = [await uploaded('clean', Buffer.from('路灯不亮')), await uploaded('harm', harmful)];
    await eventually(async () => expect([await standing('clean'), await standing('harm')]).toMatchObject([{ state: 'stored' }, { state: 'refused', reason: 'malware' }]));
    expect(await (await content(clean, (await standing('clean'))!.attachmentId)).text()).toBe('路灯不亮');
    expect((await content(harm, (await standing('harm'))!.attachmentId)).status).toBe(404);
    expect(await fixture.rows(`SELECT details ->> 'reason' AS reason FROM audit_entry WHERE did = 'attachment.refused'`)).toEqual([{ reason: 'malware' }]);
    await eventually(() => expect(objects.count()).toBe(1));
    expect(await fixture.count('attachment_file')).toBe(1);
  });

  it('waits while the scanner is away, which is told by a metric; its message does not', async () => {
    await scanner.stop();
    const messages = [await uploaded('waits', Buffer.from('井盖丢失')), await uploaded('harms-later', harmful)];
    await eventually(async () => expect([await standing('waits'), await standing('harms-later')]).toMatchObject([{ state: 'scanning' }, { state: 'scanning' }]));
    for (const [index, externalId] of ['waits', 'harms-later'].entries()) expect((await content(messages[index]!, (await standing(externalId))!.attachmentId)).status).toBe(404);
    expect((await intake.app.get(Metrics).render()).split('\n').filter((line) => line.startsWith('wenzheng_attachments_waiting'))).toEqual(['wenzheng_attachments_waiting{state="received"} 0', 'wenzheng_attachments_waiting{state="scanning"} 2']);
    // Away for so long that it would count as eight attempts.
    const due = `UPDATE attachment SET due_at = now() WHERE state = 'scanning'`;
    for (let time = 0; time < 9; time += 1) {
      await fixture.dataSource.query(due);
      await eventually(async () => expect(await fixture.count(`attachment WHERE state = 'scanning' AND due_at > now() + interval '5 seconds'`)).toBe(2));
    }
    await scanner.start();
    await fixture.dataSource.query(due);
    await eventually(async () => expect([await standing('waits'), await standing('harms-later')]).toMatchObject([{ state: 'stored' }, { state: 'refused', reason: 'malware' }]));
    expect(await fixture.events('intake.attachment.stored.v1', messages[0]!)).toHaveLength(1);
  });
});
