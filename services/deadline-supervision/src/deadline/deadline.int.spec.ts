import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { eventually } from '@wenzheng/testing';
import fc from 'fast-check';
import { Fixture, Life, water, type Replica } from '../deadline-supervision.fixture.js';
import { migrations } from '../migrations.js';
import { entities } from '../entities.js';
import { createDataSource } from '@wenzheng/platform';
import { SchedulerLoop } from '../scheduler/scheduler.loop.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const row = async (messageId: string) =>
  (await fixture.dataSource.query<Record<string, unknown>[]>(
    'SELECT *, registered_on::text, reply_due_on::text, extended_due_on::text, final_due_on::text FROM deadline JOIN deadline_timer USING (message_id) WHERE message_id = $1', [messageId]))[0];

describe('a deadline', () => {
  it('opens at registration, and says so with the dates', async () => {
    const life = new Life();
    await replica.handle(life.registered(at('2026-09-18T15:00:00')));
    expect(await row(life.messageId)).toMatchObject({ registered_on: '2026-09-18', reply_due_on: '2026-09-22', final_due_on: '2026-10-09', ending: 'open', sequence: 1 });
    const [opened] = await fixture.events('deadline.opened');
    expect(opened).toMatchObject({ subject: life.messageId, sequence: 1, data: { replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false } });
  });

  it('opens and closes for a message brought in from the past too, and nothing is ever fired for it', async () => {
    const life = new Life();
    const reply = randomUUID();
    await replica.handle(life.registered(at('2020-01-21T10:00:00'), { historical: true }),
      life.published(at('2020-03-01T10:00:00'), at('2020-03-01T10:00:00'), reply, { historical: true }));
    await replica.app.get(SchedulerLoop).caughtUp();
    expect(await fixture.events('deadline.opened')).toHaveLength(1);
    const [closed] = await fixture.events('deadline.closed');
    expect(closed?.data).toMatchObject({ ending: 'publicly-answered', submittedInTime: false });
    expect(await row(life.messageId)).toMatchObject({ overdue_at: new Date('2020-02-03T16:00:00Z'), next_fire_at: null });
    expect(await fixture.dataSource.query('SELECT FROM fired_step')).toEqual([]);
  });

  it('keeps what came before the registration, and no deadline stands until that is there', async () => {
    const life = new Life();
    const registration = life.registered(at('2026-09-18T15:00:00'));
    await replica.handle(life.assigned(at('2026-09-18T15:01:00'), water), life.extended(at('2026-09-21T10:00:00'), at('2026-09-21T11:00:00'), '2026-09-29'));
    expect(await row(life.messageId)).toBeUndefined();
    expect(await fixture.dataSource.query('SELECT * FROM early_message')).toEqual([{ message_id: life.messageId }]);
    await replica.handle(registration);
    expect(await fixture.dataSource.query('SELECT * FROM early_message')).toEqual([]);
    expect(await row(life.messageId)).toMatchObject({ unit_code: water.code, reply_due_on: '2026-09-22', extended_due_on: '2026-09-29', sequence: 2 });
    expect((await fixture.events('deadline.moved')).map(({ data, sequence }) => [data['replyDueOn'], data['cause'], sequence])).toEqual([['2026-09-29', 'extension', 2]]);
  });

  it('keeps no word of the citizen and no text of the reply', async () => {
    const life = new Life();
    const promise = { text: '更换路灯，联系人13912345678', dueOn: '2026-09-30' };
    const replyId = randomUUID();
    await replica.handle(life.registered(at('2026-09-18T15:00:00')), life.submitted(at('2026-09-21T15:00:00'), replyId, { promise }), life.titleHidden('2026-09-21T16:00:00+08:00', '〔内容已隐去〕路灯'));
    await replica.handle(life.published(at('2026-09-21T15:00:00'), at('2026-09-21T16:30:00'), replyId, { promise }), life.submitted(at('2026-09-21T17:00:00'), randomUUID(), { promise: null }));
    const [kept] = await fixture.dataSource.query<{ all: string }[]>(`SELECT string_agg(data::text, ' ') AS all FROM deadline_fact`);
    expect(kept?.all).not.toMatch(/路灯|修复|1391/);
    expect(kept?.all.match(/"promise": (null|\{[^}]*\})/g)?.toSorted()).toEqual(['"promise": null', ...Array<string>(2).fill('"promise": {"dueOn": "2026-09-30"}')].toSorted());
  });

  it('a registration and an assignment that are handled at the same moment see each other', async () => {
    const lives = Array.from({ length: 40 }, () => new Life());
    const registrations = lives.map((life) => life.registered(at('2026-09-18T15:00:00')));
    const assignments = lives.map((life) => life.assigned(at('2026-09-18T15:01:00'))).reverse();
    await Promise.all([replica.handle(...registrations.slice(0, 20)), replica.handle(...assignments), replica.handle(...registrations.slice(20))]);
    const [count] = await fixture.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM deadline WHERE unit_code = 'city.housing'`);
    expect(count?.n).toBe(40);
  });

  it('every order of the events of one message ends in the same row, and in sequences without a gap', async () => {
    const ends = new Set<string>();
    const submissions = [randomUUID(), randomUUID()] as const;
    const indexes = [0, 1, 2, 3, 4, 5, 6];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(indexes, { minLength: indexes.length }), async (order) => {
        const life = new Life();
        const events = [
          life.registered(at('2026-09-18T15:00:00'), { messageNumber: 'N1' }),
          life.assigned(at('2026-09-18T15:01:00')),
          life.extended(at('2026-09-21T10:00:00'), at('2026-09-21T11:00:00'), '2026-09-28'),
          life.submitted(at('2026-09-24T10:00:00'), submissions[0]),
          life.gateReturned(at('2026-09-29T10:00:00'), submissions[0]),
          life.submitted(at('2026-09-29T15:00:00'), submissions[1]),
          life.published(at('2026-09-29T15:00:00'), at('2026-09-29T16:00:00'), submissions[1]),
        ];
        for (const event of order.flatMap((index) => events[index] ?? [])) await replica.handle(event);
        const state = await row(life.messageId);
        const said = (await fixture.dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox ORDER BY position'))
          .map(({ envelope }) => JSON.parse(envelope) as { subject: string; sequence: number })
          .filter(({ subject }) => subject === life.messageId);
        expect(said.map(({ sequence }) => sequence)).toEqual(said.map((_, index) => index + 1));
        expect(state?.['sequence']).toBe(said.length);
        ends.add(JSON.stringify({ ...state, message_id: null, sequence: null }));
      }),
      { numRuns: 60 },
    );
    expect([...ends]).toHaveLength(1);
    expect([...ends][0]).toContain('"ending":"publicly-answered"');
  });
});

it('events on the bus open deadlines, their answers come back on it, and a redelivery changes nothing', async () => {
  const reading = await fixture.start({}, { reading: true });
  const life = new Life();
  const registration = life.registered(at('2026-09-18T15:00:00'));
  const bus = jetstream(fixture.account.connection);
  for (const event of [registration, registration, life.assigned(at('2026-09-18T15:01:00'))]) await bus.publish(event.type, JSON.stringify(event));
  await eventually(async () => expect(await row(life.messageId)).toMatchObject({ unit_code: 'city.housing', sequence: 1 }));
  await eventually(async () => {
    const stored = await bus.jetstreamManager().then((manager) => manager.streams.getMessage('DEADLINE-SUPERVISION', { last_by_subj: 'deadline-supervision.deadline.opened.v1' }));
    expect(stored?.json<{ subject: string }>().subject).toBe(life.messageId);
  });
  await reading.close();
});

it('the migrations make exactly the tables that the entities describe', async () => {
  const dataSource = await createDataSource({ url: fixture.database.url, service: 'deadline-supervision', entities, migrations }).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const names = ['deadline', 'deadline_timer', 'deadline_fact', 'matter', 'session_event', 'session_message', 'fired_step', 'escalation', 'policy', 'recalculation', 'calendar_notice', 'audit_entry', 'unit', 'ledger_bucket', 'ledger_part', 'ledger_difference', 'comparison',
    'hot_issue', 'hot_member', 'hot_issue_key', 'hot_term', 'hot_term_tail', 'hot_epoch', 'hot_act', 'webhook_endpoint', 'webhook_key', 'webhook_delivery', 'document_series', 'document_act', 'urging_order', 'referral', 'circular', 'major_matter', 'draft_wish'];
  const about = upQueries.map(({ query }) => query).filter((query) => names.some((name) => query.includes(`"${name}"`)));
  await dataSource.destroy();
  expect(about).toEqual([]);
});
