import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deadlineOpened, messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { eventually, publishedFromMemory } from '@wenzheng/testing';
import { Fixture, housing, Life, water, type Replica } from '../deadline-supervision.fixture.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { DeadlineService } from './deadline.service.js';

type Registration = EventEnvelope<EventData<typeof messageRegistered>>;

let fixture: Fixture;
let replicas: [Replica, Replica];
beforeAll(async () => {
  fixture = await Fixture.create();
  replicas = [await fixture.start(), await fixture.start()];
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const registration = (life = new Life(), more: Partial<EventData<typeof messageRegistered>> = {}) => life.registered(at('2026-09-18T15:00:00'), more) as Registration;
const database = (replica: Replica) => replica.app.get<DataSource>(DATA_SOURCE);
const open = (replica: Replica, ...events: Registration[]) => replica.app.get(DeadlineService).open(database(replica).manager, events);

/** As the bus brings events of one type: what is plain in one statement, the rest in a transaction. Returns how many were plain. */
async function deliver(replica: Replica, events: readonly EventEnvelope[]): Promise<number> {
  const registrations = events.filter((event): event is Registration => event.type === messageRegistered.subject);
  const done = registrations.length > 0 ? await open(replica, ...registrations).catch(() => []) : [];
  const left = events.filter(({ id }) => !done.includes(id));
  if (left.length > 0) await replica.handle(...left);
  return done.length;
}

/** What may not depend on how the events came. */
async function stateOf(messageIds: readonly string[]): Promise<Record<string, unknown>[]> {
  return fixture.dataSource.query(
    `SELECT unit_code, ending, extended_due_on::text, days_to_assignment, reply_due_on::text, sequence::int, deadline_timer.next_fire_at IS NULL AS resting,
       (SELECT count(*)::int FROM deadline_fact WHERE deadline_fact.message_id = deadline.message_id) AS facts,
       (SELECT array_agg((envelope::json->>'sequence')::int ORDER BY (envelope::json->>'sequence')::int) FROM outbox WHERE envelope::json->>'subject' = deadline.message_id::text) AS sequences,
       EXISTS (SELECT FROM early_message WHERE early_message.message_id = deadline.message_id) AS early
     FROM deadline JOIN deadline_timer USING (message_id) WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id`,
    [messageIds],
  );
}

/** How many wait for a lock while they enter what they have heard. */
async function waiting(): Promise<number> {
  const [row] = await fixture.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO deadline_timer%'`,
  );
  return row?.n ?? 0;
}

describe('a registration of a message of which nothing is known', () => {
  it.each(['the short way', 'the long way'])('is told on the bus as soon as its deadline is committed, by %s', async (way) => {
    const event = registration();
    const published = await publishedFromMemory(fixture, deadlineOpened.subject, async () => {
      if (way === 'the short way') expect(await open(replicas[0], event)).toEqual([event.id]);
      else await replicas[0].handle(event);
    });
    expect(published.subject).toBe(event.subject);
  });

  it('opens its deadline in one statement, as the long way does', async () => {
    const [short, long] = [new Life(), new Life()];
    const event = registration(short);
    expect(await open(replicas[0], event)).toEqual([event.id]);
    await replicas[0].handle(registration(long));
    const columns = async ({ messageId }: Life) => {
      const [row] = await fixture.dataSource.query<[Record<string, unknown>]>(
        `SELECT to_jsonb(deadline) - 'message_id' - 'message_number' AS deadline, deadline_timer.next_fire_at, sequence,
           (SELECT json_agg(json_build_array(type, deadline_fact.sequence, time, after_closing, late)) FROM deadline_fact WHERE deadline_fact.message_id = deadline.message_id) AS facts,
           (SELECT json_build_array(title, matter.sequence) FROM matter WHERE matter.message_id = deadline.message_id) AS matter
         FROM deadline JOIN deadline_timer USING (message_id) WHERE message_id = $1`,
        [messageId],
      );
      return row;
    };
    expect(await columns(short)).toEqual(await columns(long));
    const [first, second] = await fixture.events('deadline.opened');
    expect({ ...first?.data, messageId: '' }).toEqual({ ...second?.data, messageId: '' });
    expect(await fixture.dataSource.query('SELECT event_id AS id FROM inbox')).toEqual([{ id: event.id }]);
  });

  it('leaves alone what is special: known already, a question of a session, one message twice; and changes nothing for an event that was handled', async () => {
    const known = new Life();
    await replicas[0].handle(known.assigned(at('2026-09-18T15:01:00')));
    const [plain, question, twice, again] = [new Life(), new Life(), new Life(), new Life()];
    const handled = registration(again);
    await open(replicas[0], handled);
    const events = [registration(known), registration(plain), registration(question, { channel: 'interview', sessionId: randomUUID() }), registration(twice), registration(twice), handled];
    expect(await open(replicas[0], ...events)).toEqual([events[1]?.id]);
    expect(await fixture.events('deadline.opened')).toHaveLength(2);
  });
});

describe('a registration and another event that come at the same moment', () => {
  it('wait for each other where the other is first', async () => {
    const life = new Life();
    const event = registration(life);
    let opening: Promise<string[]> | undefined;
    await database(replicas[0]).transaction(async (manager) => {
      await replicas[0].app.get(DeadlineService).record(manager, [life.assigned(at('2026-09-18T15:01:00'))]);
      opening = open(replicas[1], event);
      await eventually(async () => expect(await waiting()).toBe(1));
    });
    expect(await opening).toEqual([]);
    await replicas[1].handle(event);
    expect(await stateOf([life.messageId])).toMatchObject([{ unit_code: housing.code, facts: 2, sequences: [1], early: false }]);
  });

  it('wait for each other where the registration is first', async () => {
    const life = new Life();
    let assigning: Promise<void> | undefined;
    await database(replicas[0]).transaction(async (manager) => {
      expect(await replicas[0].app.get(DeadlineService).open(manager, [registration(life)])).toHaveLength(1);
      assigning = replicas[1].handle(life.assigned(at('2026-09-18T15:01:00')));
      await eventually(async () => expect(await waiting()).toBe(1));
    });
    await assigning;
    expect(await stateOf([life.messageId])).toMatchObject([{ unit_code: housing.code, facts: 2, sequences: [1], early: false }]);
  });

  it('however two replicas take them, nothing is lost, told twice or out of number', async () => {
    const lives = Array.from({ length: 240 }, () => new Life());
    const events = lives.flatMap((life, index) => {
      const all = [
        registration(life),
        life.assigned(at('2026-09-18T15:01:00'), water),
        life.assigned(at('2026-09-18T16:00:00'), housing),
        life.extended(at('2026-09-18T17:00:00'), at('2026-09-18T18:00:00'), '2026-09-28'),
      ];
      // Each message's events begin with another one, so that the registration comes at every place.
      return [...all.slice(index % 4), ...all.slice(0, index % 4)].map((event, place) => ({ event, key: ((index * 7) % 60) * 4 + place }));
    });
    const inOrder = events.toSorted((a, b) => a.key - b.key).map(({ event }) => event);
    const batches = Array.from({ length: Math.ceil(inOrder.length / 24) }, (_, index) => inOrder.slice(index * 24, index * 24 + 24)).flatMap((batch) => [...Map.groupBy(batch, ({ type }) => type).values()]);
    const next = batches.values();
    let plain = 0;
    const worker = async (replica: Replica) => {
      for (const batch of next) plain += await deliver(replica, batch);
    };
    await Promise.all(replicas.flatMap((replica) => [worker(replica), worker(replica)]));
    expect(plain).toBeGreaterThan(0);
    expect(plain).toBeLessThan(lives.length);
    const states = await stateOf(lives.map(({ messageId }) => messageId));
    expect(states).toHaveLength(lives.length);
    for (const state of states) {
      expect(state).toMatchObject({ unit_code: housing.code, ending: 'open', extended_due_on: '2026-09-28', days_to_assignment: 0, facts: 4, early: false });
      const sequences = state['sequences'] as number[];
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
      expect(state['sequence']).toBe(sequences.length);
    }
  });
});

describe('a registration while the rulebook changes', () => {
  it('waits, and is then computed anew by what is in force', async () => {
    const life = new Life();
    const event = registration(life);
    let opening: Promise<string[]> | undefined;
    await fixture.dataSource.transaction(async (manager) => {
      await replicas[0].app.get(Rulebook).change(manager);
      opening = open(replicas[1], event);
      await eventually(async () => expect(await waiting()).toBe(1));
      await manager.query(
        `INSERT INTO policy (channel, version, ordinal, effective_from, reason, rules)
         SELECT channel, 'spec', ordinal + 1, '2026-09-18', 'spec', jsonb_set(rules, '{replyWorkingDays,value}', '2') FROM policy WHERE channel = 'board' ORDER BY ordinal DESC LIMIT 1`,
      );
    });
    expect(await opening).toEqual([]);
    await replicas[1].handle(event);
    expect(await fixture.dataSource.query('SELECT policy_version AS version, reply_due_on::text AS due FROM deadline')).toEqual([{ version: 'spec', due: '2026-09-21' }]);
    await fixture.dataSource.query(`DELETE FROM policy WHERE version = 'spec'`);
    for (const replica of replicas) await replica.app.get(Rulebook).refresh();
  });

  it('bears the number of a closing that it had to wait for', async () => {
    const life = new Life();
    let opening: Promise<string[]> | undefined;
    await fixture.dataSource.transaction(async (manager) => {
      await replicas[0].app.get(Rulebook).change(manager);
      opening = open(replicas[1], registration(life));
      await eventually(async () => expect(await waiting()).toBe(1));
      await manager.query(`INSERT INTO closed_period VALUES ('2026-08', 1, '2026-09-18T08:00:00Z', 'v', '{}', '{}', 'd')`);
    });
    expect(await opening).toHaveLength(1);
    expect(await fixture.dataSource.query('SELECT after_closing, late FROM deadline_fact')).toEqual([{ after_closing: 1, late: true }]);
    await fixture.dataSource.query('DELETE FROM closed_period');
  });
});
