import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvent, unitChanged } from '@wenzheng/contracts';
import { call, Fixture, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
const nowhere = 'http://127.0.0.1:9';
beforeAll(async () => {
  fixture = await Fixture.create();
  const imap = { host: '127.0.0.1', port: 9, encryption: 'none', user: 'mayor', password: 'secret-of-the-mailbox' };
  const account = (name: string, uid: string, unit: string, expiresAt: string) => ({ name, uid, accessToken: 'secret-of-the-account', expiresAt, tier: 'basic', unit });
  intake = await fixture.start({
    MAILBOXES: JSON.stringify([{ name: 'mayor', title: '市长信箱', address: 'mayor@example.gov.cn', imap }, { name: 'roads', address: 'roads@example.gov.cn', unit: 'roads', imap }]),
    MICROBLOG_ACCOUNTS: JSON.stringify([account('淮岭水利', '1001', 'water', '2099-01-01T00:00:00+08:00'), account('淮岭交通', '1002', 'roads', '2020-01-01T00:00:00+08:00')]),
    MICROBLOG_URL: nowhere, MICROBLOG_COMMERCIAL_URL: nowhere,
  });
  const unit = (code: string, name: string, removed = false) => createEvent(unitChanged, { subject: code, sequence: 1, time: fixture.clock.now(), data: { unit: { code, name }, parent: null, level: 2, phones: [], removed } });
  await intake.handle(unit('roads', '市交通局'), unit('water', '市水利局'), unit('park', '市园林局'), unit('gone', '市撤并局', true));
  await fixture.rows(`INSERT INTO fetch_cursor (connector, source, due_at, succeeded_at) SELECT 'microblog', '淮岭水利/' || kind, 'infinity', now() FROM unnest(ARRAY['mentions', 'comments', 'comment-mentions']) AS kind
    ON CONFLICT (connector, source) DO UPDATE SET succeeded_at = now(), failures = 0, due_at = 'infinity'`);
});
afterAll(() => fixture.drop());

it('lists every unit with what it has, and the city before them, to everybody and without a secret', async () => {
  const { status, body } = await call(`${intake.url}/v1/directory`);
  expect([status, body]).toEqual([200, {
    next: null,
    items: expect.arrayContaining([
      { unit: { code: 'roads', name: '市交通局' }, mailboxes: [{ title: null, address: 'roads@example.gov.cn' }], accounts: [{ name: '淮岭交通', uid: '1002', verification: 'lapsed' }] },
      { unit: { code: 'water', name: '市水利局' }, mailboxes: [], accounts: [{ name: '淮岭水利', uid: '1001', verification: 'verified' }] },
      { unit: { code: 'park', name: '市园林局' }, mailboxes: [], accounts: [] },
    ]),
  }]);
  expect((body['items'] as unknown[])[0]).toEqual({ unit: null, mailboxes: [{ title: '市长信箱', address: 'mayor@example.gov.cn' }], accounts: [] });
  expect(body['items']).toHaveLength(4);
  expect(JSON.stringify(body)).not.toMatch(/secret-of/);
});

it('says how many of all units have a mailbox, and an account that is verified (R25, R34)', async () => {
  expect((await call(`${intake.url}/v1/directory/coverage`)).body).toEqual({ units: 3, withMailbox: 1, withAccount: 1 });
});
