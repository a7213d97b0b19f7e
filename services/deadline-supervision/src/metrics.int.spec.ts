import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Metrics } from '@wenzheng/platform';
import { Fixture, Life } from './deadline-supervision.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const lives = (count: number) => Array.from({ length: count }, () => new Life());

it('deadlines of messages that are not answered are counted by phase, as the rules tell them apart', async () => {
  const replica = await fixture.start();
  const [running, extended, review, overdue, lateReview, answered] = [lives(5), lives(4), lives(3), lives(2), lives(1), lives(6)] as [Life[], Life[], Life[], Life[], Life[], Life[]];
  const recent = [...running, ...extended, ...review, ...answered];
  await replica.handle(...recent.map((life) => life.registered(at('2026-09-18T15:00:00'))));
  await replica.handle(...[...overdue, ...lateReview].map((life) => life.registered(at('2026-09-14T15:00:00'))));
  await replica.handle(...extended.map((life) => life.extended(at('2026-09-18T16:00:00'), at('2026-09-18T17:00:00'), '2026-09-28')));
  await replica.handle(...review.map((life) => life.submitted(at('2026-09-18T16:00:00'), randomUUID())));
  await replica.handle(...lateReview.map((life) => life.submitted(at('2026-09-18T23:00:00'), randomUUID())));
  await replica.handle(...answered.map((life) => life.published(at('2026-09-18T16:00:00'), at('2026-09-18T17:00:00'), randomUUID())));
  fixture.clock.set(at('2026-09-19T09:00:00'));
  const text = await replica.app.get(Metrics).render();
  expect(text.split('\n').filter((line) => line.startsWith('wenzheng_deadlines'))).toEqual([
    'wenzheng_deadlines{phase="running"} 5',
    'wenzheng_deadlines{phase="extended"} 4',
    'wenzheng_deadlines{phase="under-review"} 3',
    'wenzheng_deadlines{phase="overdue"} 3',
  ]);
});

it('endpoints of offices and what has not reached them are counted by state', async () => {
  const [enabled, gone] = [randomUUID(), randomUUID()];
  await fixture.dataSource.query(
    `INSERT INTO webhook_endpoint (id, office, url, description, state, position, created_at, created_by)
     SELECT id, 'supervision-office', 'https://office.example/' || id, '', state, 0, now(), 'spec' FROM unnest($1::uuid[], $2::text[]) AS endpoint (id, state)`,
    [[enabled, gone], ['enabled', 'gone']],
  );
  await fixture.dataSource.query(
    `INSERT INTO webhook_delivery SELECT $1, position, gen_random_uuid(), state, 1, now(), now(), NULL, false, 'HTTP 500'
     FROM unnest($2::bigint[], $3::text[]) AS delivery (position, state)`,
    [enabled, [1, 2, 3], ['failed', 'failed', 'waiting']],
  );
  const replica = await fixture.start();
  const text = await replica.app.get(Metrics).render();
  expect(text.split('\n').filter((line) => line.startsWith('wenzheng_webhook'))).toEqual([
    'wenzheng_webhook_deliveries{state="waiting"} 1',
    'wenzheng_webhook_deliveries{state="failed"} 2',
    'wenzheng_webhook_endpoints{state="enabled"} 1',
    'wenzheng_webhook_endpoints{state="disabled"} 0',
    'wenzheng_webhook_endpoints{state="gone"} 1',
  ]);
  await replica.close();
});

it.each([
  ['a moment ago', 0, 1],
  ['an hour ago', 3_600_000, 0],
])('R04: conservation that was compared %s is balanced or not', async (_, ago, balanced) => {
  await fixture.dataSource.query('UPDATE comparison SET compared_at = $1', [new Date(Date.now() - ago)]);
  const replica = await fixture.start({ LEDGER_SECONDS: '10' });
  const text = await replica.app.get(Metrics).render();
  expect(text.split('\n').filter((line) => line.startsWith('wenzheng_conservation'))).toEqual([
    `wenzheng_conservation_balanced ${balanced}`,
    'wenzheng_conservation_differences 0',
  ]);
  await replica.close();
});
