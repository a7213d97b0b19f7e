import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRegistered } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import pg from 'pg';
import { call, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';
import { RegistrationService } from './registration.service.js';

let fixture: Fixture;
let intake: Replica;
let other: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  other = await fixture.start();
});
afterAll(() => fixture.drop());

const burst = (ids: readonly string[], replica = intake): Promise<Answer[]> => Promise.all(ids.map((id) => pushMessage(replica, message(id))));
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const groupCommitOf = (replica: Replica) => replica.app.get(RegistrationService).groupCommit;

function tally(answers: readonly Answer[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, some]) => [status, some.length]));
}

/** Holds up whoever would write messages, until it is released. */
async function keepBusy(): Promise<() => Promise<void>> {
  const runner = fixture.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query('LOCK TABLE message IN EXCLUSIVE MODE');
  return async () => {
    await runner.commitTransaction();
    await runner.release();
  };
}

/** As superuser, who may end other roles' connections. */
async function endConnections(): Promise<number> {
  const client = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE datname = $1 AND application_name = 'wenzheng-intake'`,
      [new URL(fixture.database.url).pathname.slice(1)],
    );
    return (rows[0] as { ended: number }).ended;
  } finally {
    await client.end();
  }
}

describe('group commit on a real database', () => {
  it('500 messages that come while the database is busy are four transactions', async () => {
    const groupCommit = groupCommitOf(intake);
    await pushMessage(intake, message('first of the day'));
    const before = groupCommit.writes;
    const release = await keepBusy();
    const pushed = burst(named('many', 500));
    await eventually(() => groupCommit.queued === 498);
    await release();
    const answers = await pushed;
    expect(tally(answers)).toEqual({ 201: 500 });
    expect(groupCommit.writes - before).toBe(4);
    expect(await fixture.count(`(SELECT DISTINCT xmin::text FROM message WHERE external_id LIKE 'many-%') AS transactions`)).toBe(4);
    expect(new Set(answers.map(({ body }) => body['messageNumber'])).size).toBe(500);
    expect(new Set(answers.map(({ body }) => body['trackingCode'])).size).toBe(500);
  });

  it('the same 40 messages ten times over two replicas at once: each once, all receipts of one message equal', async () => {
    const ids = named('dup', 40);
    const rounds = await Promise.all(Array.from({ length: 10 }, (_, round) => burst(round % 2 ? ids : ids.toReversed(), round % 2 ? intake : other)));
    const answers = rounds.flatMap((round, index) => (index % 2 ? round : round.toReversed()));
    expect(tally(answers)).toEqual({ 200: 360, 201: 40 });
    for (const [index] of ids.entries()) {
      const receipts = new Set(answers.filter((_, place) => place % 40 === index).map(({ body }) => JSON.stringify(body)));
      expect(receipts.size).toBe(1);
    }
    expect(await fixture.count(`message WHERE external_id LIKE 'dup-%'`)).toBe(40);
  });

  it('of two bodies under one externalId in one burst exactly one is registered, the other is 409', async () => {
    const answers = await Promise.all(
      named('pair', 30).flatMap((id) => [pushMessage(intake, message(id)), pushMessage(other, message(id, { text: '另一件事' }))]),
    );
    expect(tally(answers)).toEqual({ 201: 30, 409: 30 });
  });

  it('one bad row fails alone', async () => {
    await fixture.dataSource.query(`
      CREATE FUNCTION refuse_bad() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.external_id = 'row-77' THEN RAISE EXCEPTION 'bad row'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse_bad BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION refuse_bad()`);
    const answers = await burst(named('row', 150));
    expect(tally(answers)).toEqual({ 201: 149, 500: 1 });
    expect(answers[77]).toMatchObject({ status: 500, body: { code: 'internal' } });
    await fixture.dataSource.query('DROP TRIGGER refuse_bad ON message');
    expect((await pushMessage(intake, message('row-77'))).status).toBe(201);
  });

  it('connections that die during a burst give 503, and a repeat of everything finds each message exactly once', async () => {
    const ids = named('lost', 600);
    const release = await keepBusy();
    const pushed = burst(ids);
    await eventually(() => groupCommitOf(intake).queued > 0);
    await endConnections();
    await release();
    for (let round = 0; round < 8; round += 1) await endConnections();
    const answers = await pushed;
    const statuses = tally(answers);
    expect(Object.keys(statuses).filter((status) => !['201', '503'].includes(status))).toEqual([]);
    expect(statuses[503] ?? 0).toBeGreaterThan(0);
    const refused = answers.find(({ status }) => status === 503);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]/);

    const repeated = await burst(ids);
    expect(Object.keys(tally(repeated)).filter((status) => !['200', '201'].includes(status))).toEqual([]);
    answers.forEach((answer, index) => {
      if (answer.status === 201) expect(repeated[index]).toMatchObject({ status: 200, body: answer.body });
    });
    expect(await fixture.count(`message WHERE external_id LIKE 'lost-%'`)).toBe(600);
    expect(await fixture.count(`(SELECT DISTINCT message_number FROM message) AS numbers`)).toBe(await fixture.count('message'));
    const events = await fixture.events(messageRegistered.subject);
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(events.length);
    expect(events.length).toBe(await fixture.count('message'));
  });
});

describe('overload', () => {
  it('beyond the queue limit a message is 503 with Retry-After, and nothing of it is kept', async () => {
    const small = await fixture.start({ QUEUE_LIMIT: '1' });
    const answers = await burst(named('queue', 200), small);
    const statuses = tally(answers);
    expect(Object.keys(statuses).sort()).toEqual(['201', '503']);
    expect(answers.find(({ status }) => status === 503)).toMatchObject({ body: { code: 'intake.overloaded' } });
    expect(await fixture.count(`message WHERE external_id LIKE 'queue-%'`)).toBe(statuses[201]);
    await small.close();
  });

  it('without the bus messages are accepted until the outbox limit, and then 503', async () => {
    await fixture.dataSource.query(`UPDATE outbox SET parked_reason = 'spec'`);
    const cut = await fixture.start({ OUTBOX_LIMIT: '5', NATS_URL: 'nats://127.0.0.1:9' });
    await Promise.all([intake.close(), other.close()]);
    const statuses: number[] = [];
    const deadline = performance.now() + 20_000;
    while (!statuses.includes(503) && performance.now() < deadline) {
      statuses.push((await pushMessage(cut, message(`bus-${statuses.length}`))).status);
    }
    expect(statuses.at(-1)).toBe(503);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(5);
    const refused = await pushMessage(cut, message('bus-last'));
    expect(refused).toMatchObject({ status: 503, body: { code: 'intake.overloaded' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    await cut.close();
  });

  it('events that an administrator publishes again are no reason to turn a citizen away', async () => {
    await fixture.dataSource.query('UPDATE outbox SET relayed_at = now(), parked_reason = NULL');
    const cut = await fixture.start({ OUTBOX_LIMIT: '5', NATS_URL: 'nats://127.0.0.1:9' });
    const republished = await call(`${cut.url}/v1/outbox/republications`, { token: await fixture.token('administrator'), body: {} });
    expect(Number(republished.body['count'])).toBeGreaterThan(5);
    expect((await pushMessage(cut, message('republished'))).status).toBe(201);
    await cut.close();
  });

  it('a channel beyond its rate is 429 with Retry-After, another channel is not', async () => {
    const slow = await fixture.start({ RATE_LIMIT_PER_SECOND: '0.5' });
    const answers = await burst(named('rate', 5), slow);
    expect(tally(answers)).toEqual({ 201: 1, 429: 4 });
    expect(answers.find(({ status }) => status === 429)).toMatchObject({ body: { code: 'intake.rate-limited' } });
    expect((await pushMessage(slow, message('rate'), { channel: 'forum', key: 'key-of-forum-0123456789' })).status).toBe(201);
    await slow.close();
  });
});
