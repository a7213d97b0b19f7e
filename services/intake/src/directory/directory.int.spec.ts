import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvent, directoryEntryChanged, parseEvent, unitChanged } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { call, channelKeys, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let administrator: string;
const nowhere = 'http://127.0.0.1:9';
const unit = (code: string, name: string, removed = false, sequence = 1) => createEvent(unitChanged, { subject: code, sequence, time: fixture.clock.now(), data: { unit: { code, name }, parent: null, level: 2, phones: [], removed } });
beforeAll(async () => {
  fixture = await Fixture.create();
  const imap = { host: '127.0.0.1', port: 9, encryption: 'none', user: 'mayor', password: 'secret-of-the-mailbox' };
  const account = (name: string, uid: string, expiresAt: string) => ({ name, uid, accessToken: 'secret-of-the-account', expiresAt, tier: 'basic', unit: 'roads' });
  intake = await fixture.start({
    MAILBOXES: JSON.stringify([{ name: 'mayor', title: '市长信箱', address: 'Mayor@example.gov.cn', imap }, { name: 'roads', address: 'roads@example.gov.cn', unit: 'roads', imap }]),
    MICROBLOG_ACCOUNTS: JSON.stringify([account('淮岭水利', '1001', '2099-01-01T00:00:00+08:00'), account('淮岭交通', '1002', '2020-01-01T00:00:00+08:00')]),
    MICROBLOG_URL: nowhere, MICROBLOG_COMMERCIAL_URL: nowhere,
  });
  administrator = await fixture.token('administrator');
  await intake.handle(unit('roads', '市交通局'), unit('water', '市水利局'), unit('park', '市园林局'), unit('gone', '市撤并局', true));
  await fixture.rows(`INSERT INTO fetch_cursor (connector, source, due_at, succeeded_at) SELECT 'microblog', '淮岭水利/' || kind, 'infinity', now() FROM unnest(ARRAY['mentions', 'comments', 'comment-mentions']) AS kind
    ON CONFLICT (connector, source) DO UPDATE SET succeeded_at = now(), failures = 0, due_at = 'infinity'`);
});
afterAll(() => fixture.drop());

const holder = { name: '周明', post: '局长' };
const mailbox = { kind: 'mailbox', address: 'Roads@example.gov.cn', name: '局长信箱', unit: 'roads', holder, clerk: 'wang-roads', openedOn: '2026-03-01', note: '周五前后换密码' };
const send = (path: string, body: object, method = 'POST'): Promise<Answer> => call(`${intake.url}/v1/directory/entries${path}`, { method, token: administrator, body });
const read = async (path: string) => (await call(`${intake.url}/v1/directory${path}`, { token: administrator })).body as { items: Record<string, unknown>[] };
const entered = async (changes: object) => (await send('', { ...mailbox, ...changes })).body as { entryId: string; version: number };

it('says what the platform is connected with and nobody has entered 未登记, and publishes none of it', async () => {
  await pushMessage(intake, message('m-1'), { channel: 'board', key: channelKeys.board });
  // A key's use is written down when keys are looked at next.
  await eventually(async () => expect((await read('/unregistered')).items.at(-1)).toMatchObject({ address: 'board' }));
  expect((await read('/unregistered')).items).toEqual([
    { kind: 'mailbox', address: 'mayor@example.gov.cn', name: '市长信箱', unitCode: null, connection: expect.objectContaining({ lastSuccessAt: null }) },
    { kind: 'mailbox', address: 'roads@example.gov.cn', name: 'roads', unitCode: 'roads', connection: expect.anything() },
    { kind: 'microblog', address: '1001', name: '淮岭水利', unitCode: 'roads', connection: { state: 'working', lastSuccessAt: expect.any(String), failures: 0, lastReason: null, tokenExpiresAt: '2098-12-31T16:00:00.000Z', certificateExpiresAt: null } },
    { kind: 'microblog', address: '1002', name: '淮岭交通', unitCode: 'roads', connection: expect.objectContaining({ state: 'expired' }) },
    { kind: 'integration', address: 'board', name: '市民心声接入程序', unitCode: null, connection: expect.objectContaining({ state: 'working' }) },
  ]);
  expect((await read('/coverage') as object)).toEqual({ units: 3, withMailbox: 0, withAccount: 0 });
});

it('enters a mailbox once, tells the public of it without who looks after it, and has it stand for its unit (R25)', async () => {
  const answer = await send('', mailbox);
  expect(answer).toMatchObject({ status: 201, body: { address: 'roads@example.gov.cn', unit: { code: 'roads', name: '市交通局' }, unitRemoved: false, clerk: 'wang-roads', version: 1, closedOn: null, connection: { lastSuccessAt: null } } });
  expect(await send('', mailbox)).toMatchObject({ status: 200, body: { entryId: answer.body['entryId'] } });
  expect(await send('', { ...mailbox, name: '书记信箱' })).toMatchObject({ status: 409, body: { code: 'intake.directory-address-taken' } });
  const [event, ...more] = await fixture.events(directoryEntryChanged.subject);
  expect(more).toEqual([]);
  expect(parseEvent(directoryEntryChanged, event)).toMatchObject({ sequence: 1, data: { kind: 'mailbox', address: 'roads@example.gov.cn', unit: { code: 'roads', name: '市交通局' }, holder, closedOn: null } });
  expect(JSON.stringify(event)).not.toMatch(/wang-roads|换密码/);
  const listed = await call(`${intake.url}/v1/directory`);
  expect(listed.body['items']).toContainEqual({ unit: { code: 'roads', name: '市交通局' }, mailboxes: [{ name: '局长信箱', address: 'roads@example.gov.cn' }], accounts: [] });
  expect(listed.body['items']).toHaveLength(3);
  expect(JSON.stringify(listed.body)).not.toMatch(/wang-roads|换密码|secret-of/);
});

it('knows an account as verified while the platform lets us in as it (R34), and one that it cannot reach as pending', async () => {
  await entered({ kind: 'microblog', address: '1001', name: '淮岭水利', unit: 'water' });
  await entered({ kind: 'microblog', address: '1002', name: '淮岭交通', unit: 'roads' });
  await entered({ kind: 'microblog', address: '1003', name: '淮岭园林', unit: 'park' });
  const { items } = (await call(`${intake.url}/v1/directory`)).body as { items: { unit: { code: string }; accounts: { verification: string }[] }[] };
  expect(Object.fromEntries(items.map(({ unit: { code }, accounts }) => [code, accounts[0]?.verification]))).toEqual({ roads: 'lapsed', water: 'verified', park: 'pending' });
  expect((await read('/coverage') as object)).toEqual({ units: 3, withMailbox: 1, withAccount: 1 });
});

it.each([
  ['an address that is none', { address: 'roads' }, 400, 'invalid-request'],
  ['an account that is no uid', { kind: 'microblog', address: '淮岭交通' }, 400, 'invalid-request'],
  ['an integration of no channel', { kind: 'integration', address: 'fax' }, 400, 'invalid-request'],
  ['a unit that there is not', { address: 'x@example.gov.cn', unit: 'nobody' }, 422, 'intake.unknown-unit'],
  ['a unit that was removed', { address: 'x@example.gov.cn', unit: 'gone' }, 422, 'intake.unknown-unit'],
  ['a day to come', { address: 'x@example.gov.cn', openedOn: '2026-11-24' }, 422, 'intake.directory-opened-later'],
])('refuses %s', async (_, changes, status, code) => {
  expect(await send('', { ...mailbox, ...changes })).toMatchObject({ status, body: { code } });
});

it('is changed by whoever has looked at it as it stands, closed once, and opened again as another; each deed is in the audit log with what it was before', async () => {
  const { entryId, version } = await entered({ address: 'parks@example.gov.cn', unit: 'park' });
  const change = { name: '局长信箱', unit: 'park', holder: { name: '高原', post: '局长' }, clerk: 'li-park', openedOn: '2026-03-01', note: null };
  expect(await send(`/${entryId}`, { ...change, version }, 'PUT')).toMatchObject({ status: 200, body: { version: 2, holder: { name: '高原' } } });
  expect(await send(`/${entryId}`, { ...change, version }, 'PUT')).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await send(`/${entryId}`, { ...change, unit: 'water', version }, 'PUT')).toMatchObject({ status: 409, body: { code: 'intake.directory-entry-changed' } });
  const closed = await send(`/${entryId}/closings`, { reason: '改用新的域名' });
  expect(closed).toMatchObject({ status: 200, body: { version: 3, closedOn: '2026-11-23', closingReason: '改用新的域名' } });
  expect(await send(`/${entryId}/closings`, { reason: '改用新的域名' })).toMatchObject({ status: 200, body: closed.body });
  expect(await send(`/${entryId}`, { ...change, unit: 'water', version: 3 }, 'PUT')).toMatchObject({ status: 409, body: { code: 'intake.directory-entry-closed' } });
  expect((await entered({ address: 'parks@example.gov.cn', unit: 'park' })).entryId).not.toBe(entryId);
  expect((await read('/entries?state=closed')).items.map((entry) => entry['entryId'])).toEqual([entryId]);
  const events = (await fixture.events(directoryEntryChanged.subject)).filter(({ subject }) => subject === entryId);
  expect(events.map(({ sequence, data }) => [sequence, (data as { closedOn: string | null }).closedOn])).toEqual([[1, null], [2, null], [3, '2026-11-23']]);
  const log = (await call(`${intake.url}/v1/audit-log?about=${entryId}`, { token: await fixture.token('auditor') })).body as { items: Record<string, unknown>[] };
  expect(log.items.map(({ did, before, after }) => [did, (before as { clerk?: string } | null)?.clerk, (after as { clerk?: string } | null)?.clerk])).toEqual([
    ['directory-entry.opened', undefined, 'wang-roads'], ['directory-entry.changed', 'wang-roads', 'li-park'], ['directory-entry.closed', undefined, undefined],
  ]);
});

it('keeps an integration between offices', async () => {
  const before = (await fixture.events(directoryEntryChanged.subject)).length;
  expect(await send('', { kind: 'integration', address: 'board', name: '市民热线平台', unit: 'park', clerk: 'li-park', openedOn: '2026-11-01' })).toMatchObject({ status: 201, body: { connection: { state: 'working' } } });
  expect(await fixture.events(directoryEntryChanged.subject)).toHaveLength(before);
  expect((await read('/unregistered')).items.map(({ address }) => address)).toEqual(['mayor@example.gov.cn']);
});

it('tells the office of an entry whose unit is gone, and nobody else', async () => {
  await intake.handle(unit('water', '市水利局', true, 2));
  expect((await read('/entries')).items.find(({ address }) => address === '1001')).toMatchObject({ unit: { code: 'water', name: '市水利局' }, unitRemoved: true });
  expect(JSON.stringify((await call(`${intake.url}/v1/directory`)).body)).not.toContain('1001');
});
