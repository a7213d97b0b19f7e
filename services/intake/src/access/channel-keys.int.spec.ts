import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let other: Replica;
let token: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  [intake, other] = [await fixture.start(), await fixture.start()];
  token = await fixture.token('security-administrator', { sub: 'keeper' });
});
afterAll(() => fixture.drop());

interface Key {
  keyId: string;
  channel: string;
  origin: string;
  state: string;
  lastUsedAt: string | null;
  endsAt: string | null;
}
const ask = (path: string, body?: object) => call(`${intake.url}/v1${path}`, { token, ...(body && { body }) });
const keysOf = async (channel: string) => ((await ask('/channel-keys')).body['items'] as Key[]).filter((key) => key.channel === channel);
const push = async (key: string, channel: string, at = intake) => (await pushMessage(at, message(randomUUID()), { channel, key })).status;
const made = async (channel: string) => (await ask(`/channels/${channel}/keys`, { label: '市民热线平台' })).body as unknown as { key: Key; secret: string };

describe('the keys of a channel', () => {
  it('begin with that of the configuration, and say when it was last used', async () => {
    expect(await keysOf('portal')).toMatchObject([{ origin: 'configured', state: 'valid', lastUsedAt: null }]);
    expect(await push(channelKeys.portal, 'portal')).toBe(201);
    await eventually(async () => expect((await keysOf('portal'))[0]?.lastUsedAt).not.toBeNull());
    const shown = JSON.stringify((await ask('/channel-keys')).body);
    expect(shown).not.toContain(channelKeys.portal);
  });

  it('are made and shown once, and let their channel in at every replica, no other', async () => {
    const answer = await ask('/channels/board/keys', { label: '市民热线平台' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { secret } = answer.body as unknown as { secret: string };
    expect(await push(secret, 'board')).toBe(201);
    expect(await push(channelKeys.board, 'board')).toBe(201);
    expect(await push(secret, 'forum')).toBe(403);
    await eventually(async () => expect(await push(secret, 'board', other)).toBe(201));
    expect(JSON.stringify(await keysOf('board'))).not.toContain(secret);
    expect([await fixture.tablesWith(secret), await fixture.tablesWith('市民热线平台')]).toEqual([[], expect.arrayContaining(['channel_key'])]);
  });

  it('are made once for a request that comes again, at whichever replica, and anew when nobody can have lost the answer', async () => {
    const asked = async (at: Replica, label = '政务服务热线') => {
      const { status, body } = await call(`${at.url}/v1/channels/interview/keys`, { token, body: { label } });
      return { status, ...(body as unknown as { key: Key; secret: string }) };
    };
    const [one, two] = await Promise.all([asked(intake), asked(other)]);
    expect([[one.status, two.status].sort(), one.secret === two.secret, one.key.keyId === two.key.keyId]).toEqual([[200, 201], true, true]);
    expect((await asked(intake, '另一套')).status).toBe(201);
    await ask(`/channel-keys/${one.key.keyId}/revocations`, { reason: '泄露' });
    const again = await asked(intake);
    expect([again.status, again.secret === one.secret]).toEqual([201, false]);
    fixture.clock.set(new Date(fixture.clock.now().getTime() + 60_000).toISOString());
    expect((await asked(intake)).secret).not.toBe(again.secret);
    const rotate = () => ask(`/channel-keys/${again.key.keyId}/rotations`, { overlapHours: 2 });
    const [first, repeat] = [await rotate(), await rotate()];
    expect([first.status, repeat.status, repeat.body]).toEqual([201, 200, first.body]);
    expect((await keysOf('interview')).map(({ state }) => state)).toEqual(['valid', 'revoked', 'valid', 'replaced', 'valid', 'valid']);
  });

  it('bring as much as their quota lets them, by the second and by the day, and are told when there is room again', async () => {
    const { key, secret } = await made('microblog');
    const quota = (body: object, keyId = key.keyId) => call(`${intake.url}/v1/channel-keys/${keyId}/quota`, { token, method: 'PUT', body });
    expect(await quota({ perSecond: null, perDay: 2 })).toMatchObject({ status: 200, body: { perSecond: null, perDay: 2 } });
    expect([await push(secret, 'microblog'), await push(secret, 'microblog')]).toEqual([201, 201]);
    const beyond = await pushMessage(intake, message(randomUUID()), { channel: 'microblog', key: secret });
    expect(beyond).toMatchObject({ status: 429, body: { code: 'intake.quota-exceeded' } });
    expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(3_600);
    expect(await push(channelKeys.microblog, 'microblog')).toBe(201);
    await eventually(async () => expect(await push(secret, 'microblog', other)).toBe(429));
    const event = { specversion: '1.0', type: 'cn.gov.huainan.wz.message.submitted.v1', source: '/spec', id: randomUUID(), time: '2026-11-23T08:59:00+08:00', data: { author: { externalId: 'a' }, text: '路灯不亮' } };
    expect((await call(`${intake.url}/v1/channels/microblog/events`, { token: secret, body: event, headers: { 'content-type': 'application/cloudevents+json' } })).status).toBe(429);
    expect((await quota({ perSecond: 1, perDay: null })).status).toBe(200);
    const statuses = await Promise.all([1, 2, 3].map(() => push(secret, 'microblog')));
    expect(statuses.toSorted()).toEqual([201, 429, 429]);
    const { key: successor } = (await ask(`/channel-keys/${key.keyId}/rotations`, { overlapHours: 1 })).body as unknown as { key: Key };
    expect(successor).toMatchObject({ perSecond: 1, perDay: null });
    expect((await quota({ perSecond: 0, perDay: null })).status).toBe(400);
    expect((await quota({ perSecond: null, perDay: null }, randomUUID())).status).toBe(404);
  });

  it('are shown again to whoever lost the answer and asks soon with the same key, and later to nobody', async () => {
    const asked = (at = intake) => call(`${at.url}/v1/channels/portal/keys`, { token, body: { label: '门户' }, headers: { 'idempotency-key': 'portal-1' } });
    const [first, soon] = [await asked(), await asked()];
    expect([first.status, soon.status, soon.body]).toEqual([201, 200, first.body]);
    const seeded = await fixture.start({ CHANNEL_KEY_SEED: randomBytes(32).toString('base64') });
    expect((await asked(seeded)).body).toMatchObject({ status: 409, code: 'intake.channel-key-shown' });
    const { keyId } = first.body['key'] as Key;
    await fixture.dataSource.query(`UPDATE channel_key SET made_at = made_at - interval '11 minutes' WHERE key_id = $1`, [keyId]);
    expect((await asked()).body).toMatchObject({ status: 409, code: 'intake.channel-key-shown' });
    expect(await push((first.body as unknown as { secret: string }).secret, 'portal', seeded)).toBe(201);
    await seeded.close();
  });

  it('are replaced with an overlap in which both are good, once', async () => {
    const old = await made('mailbox');
    const answer = await ask(`/channel-keys/${old.key.keyId}/rotations`, { overlapHours: 2 });
    const { secret } = answer.body as unknown as { secret: string };
    expect([answer.status, await push(old.secret, 'mailbox'), await push(secret, 'mailbox')]).toEqual([201, 201, 201]);
    expect((await keysOf('mailbox')).map(({ state }) => state)).toEqual(['valid', 'replaced', 'valid']);
    expect((await ask(`/channel-keys/${old.key.keyId}/rotations`, {})).body['code']).toBe('intake.channel-key-over');
    const next = await ask(`/channel-keys/${(answer.body as unknown as { key: Key }).key.keyId}/rotations`, { overlapHours: 0 });
    expect([next.status, await push(secret, 'mailbox')]).toEqual([201, 401]);
  });

  it('are revoked at once here, and soon at every replica; that of the configuration stays revoked after a restart', async () => {
    const { key, secret } = await made('microblog');
    const [configured] = await keysOf('microblog');
    expect((await ask(`/channel-keys/${key.keyId}/revocations`, { reason: '泄露' })).body).toMatchObject({ state: 'revoked' });
    expect((await ask(`/channel-keys/${configured!.keyId}/revocations`, { reason: '改用新钥' })).status).toBe(200);
    expect([await push(secret, 'microblog'), await push(channelKeys.microblog, 'microblog')]).toEqual([401, 401]);
    await eventually(async () => expect(await push(channelKeys.microblog, 'microblog', other)).toBe(401));
    const restarted = await fixture.start();
    expect(await push(channelKeys.microblog, 'microblog', restarted)).toBe(401);
    expect((await ask(`/channel-keys/${key.keyId}/revocations`, { reason: '泄露' })).status).toBe(200);
    expect((await ask(`/channel-keys/${key.keyId}/revocations`, { reason: '再次吊销' })).body['code']).toBe('intake.channel-key-over');
    expect((await ask(`/channel-keys/${randomUUID()}/revocations`, { reason: '泄露' })).status).toBe(404);
  });

  it('of the configuration are those that stand there now', async () => {
    const changed = await fixture.start({ CHANNEL_KEYS: JSON.stringify({ ...channelKeys, interview: 'another-key-of-interview-0123' }) });
    expect(await push(channelKeys.interview, 'interview', changed)).toBe(401);
    expect(await push('another-key-of-interview-0123', 'interview', changed)).toBe(201);
    await changed.close();
  });

  it('are five at most that are good without end', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask('/channels/forum/keys', { label: `第${n}套` })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 409]);
    const [first] = await keysOf('forum');
    expect((await ask(`/channel-keys/${first!.keyId}/rotations`, {})).status).toBe(201);
  });

  it('and who made, replaced and revoked them stand in the audit log, without the key', async () => {
    const entries = await fixture.dataSource.query<{ did: string; by: string; details: object }[]>(`SELECT did, by, details FROM audit_entry WHERE did LIKE 'channel-key.%' ORDER BY position`);
    expect(new Set(entries.map(({ did }) => did))).toEqual(new Set(['channel-key.made', 'channel-key.shown-again', 'channel-key.rotated', 'channel-key.revoked', 'channel-key.limited']));
    expect(new Set(entries.map(({ by }) => by))).toEqual(new Set(['keeper']));
    expect(JSON.stringify(entries)).not.toContain('wzk_');
  });
});
