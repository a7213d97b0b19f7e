import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endings } from '@wenzheng/contracts';
import { Fixture, type Asking, type Replica } from '../deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
const named = '0199f0a2-7c11-7a55-9a3e-0d7f5a3c2e01';
const counted = (more: object = {}) => ({ ...Object.fromEntries(endings.map((ending) => [ending, 0])), ...more });
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  const bucket = (service: string, channel: string, date: string, counts: object) =>
    fixture.dataSource.query(`INSERT INTO ledger_bucket (service, channel, date, counts, digest, counted_at) VALUES ($1, $2, $3, $4, '00', now())`, [service, channel, date, JSON.stringify(counted(counts))]);
  await bucket('intake', 'board', '2026-09-17', { open: 1, 'publicly-answered': 4 });
  await bucket('intake', 'portal', '2026-09-17', { open: 2, withdrawn: 1 });
  await bucket('routing', 'portal', '2026-09-17', { open: 2 });
  await bucket('intake', 'board', '2026-09-16', { 'publicly-answered': 3 });
  await fixture.dataSource.query(`INSERT INTO ledger_part (service, counted_at, part, parts, complete, held) VALUES ('intake', now(), 1, 1, false, $1)`, [JSON.stringify([{ channel: 'portal', date: '2026-09-17', held: 2, setAside: 1 }, { channel: 'microblog', date: '2026-09-15', held: 0, setAside: 4 }])]);
  await bucket('routing', 'interview', '2026-09-15', { open: 1 });
  await fixture.dataSource.query(`INSERT INTO ledger_difference (channel, date, message_id, endings, confirmed, found_at) VALUES ('portal', '2026-09-17', $1, '{"intake": "withdrawn"}', true, now()), ('board', '2026-09-16', gen_random_uuid(), '{"intake": "open"}', false, now())`, [named]);
});
afterAll(() => fixture.drop());

const officer: Asking = { role: 'supervision-office', sub: 'li' };
const days = async (query = '') => (await replica.call(`/v1/conservation/days${query}`, officer)).body as { items: Record<string, unknown>[]; next: string | null };

it('each channel and day is an equation: 受理 = what has ended + 在办, and names the messages on which services differ', async () => {
  expect(await days()).toEqual({
    next: null,
    items: [
      { date: '2026-09-17', channel: 'portal', received: 6, held: 2, setAside: 1, registered: 3, ...counted({ open: 2, withdrawn: 1 }), registeredBy: { intake: 3, routing: 2, publication: null, 'deadline-supervision': null }, messages: [{ messageId: named, services: { intake: 'withdrawn' } }] },
      { date: '2026-09-17', channel: 'board', received: 5, held: 0, setAside: 0, registered: 5, ...counted({ open: 1, 'publicly-answered': 4 }), registeredBy: { intake: 5, routing: null, publication: null, 'deadline-supervision': null }, messages: [] },
      { date: '2026-09-16', channel: 'board', received: 3, held: 0, setAside: 0, registered: 3, ...counted({ 'publicly-answered': 3 }), registeredBy: { intake: 3, routing: null, publication: null, 'deadline-supervision': null }, messages: [] },
      { date: '2026-09-15', channel: 'microblog', received: 4, held: 0, setAside: 4, registered: 0, ...counted(), registeredBy: { intake: null, routing: null, publication: null, 'deadline-supervision': null }, messages: [] },
    ],
  });
  for (const { received, held, setAside, registered, ...line } of (await days()).items) {
    expect(endings.reduce((sum, ending) => sum + Number(line[ending]), 0)).toBe(registered);
    expect(received).toBe(Number(registered) + Number(held) + Number(setAside));
  }
});

it('is paged and filtered', async () => {
  const placesOf = ({ items }: Awaited<ReturnType<typeof days>>) => items.map(({ date, channel }) => `${String(date)} ${String(channel)}`);
  const first = await days('?limit=1');
  const second = await days(`?limit=1&after=${encodeURIComponent(first.next ?? '')}`);
  const third = await days(`?limit=1&after=${encodeURIComponent(second.next ?? '')}`);
  expect([first, second, third].flatMap(placesOf)).toEqual(['2026-09-17 portal', '2026-09-17 board', '2026-09-16 board']);
  expect(placesOf(await days(`?after=${encodeURIComponent(third.next ?? '')}`))).toEqual(['2026-09-15 microblog']);
  expect(placesOf(await days('?channel=board&to=2026-09-16'))).toEqual(['2026-09-16 board']);
  expect(placesOf(await days('?from=2026-09-17&channel=portal'))).toEqual(['2026-09-17 portal']);
});
