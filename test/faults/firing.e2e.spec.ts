import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageRegistered } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City } from '../support/city.js';

const messages = 10_000;
const service = 'deadline-supervision';
const schema = 'deadline_supervision';
/** Other events in the outbox are of periods and ledgers. */
const ofMessages = `envelope::json->>'subject' IN (SELECT message_id::text FROM ${schema}.deadline)`;

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:00:00+08:00'), services: { intake: 0, routing: 0, publication: 0, [service]: 2 } });
}, 180_000);
afterAll(() => city?.stop(), 60_000);

const count = async (query: string) => Number((await city.sql<{ n: string }>(`SELECT count(*) AS n FROM ${schema}.${query}`))[0]?.n);
const escalations = () => count('escalation');
const perMessage = (select: string) => city.sql<{ what: string; messages: string; most: string }>(select);

describe('10,000 timers that fall due at one instant', () => {
  it('while both replicas are killed in turns, and database and bus crash: each step once, each escalation once, nothing lost', async () => {
    await register();
    await eventually(async () => expect(await count('deadline')).toBe(messages), { timeoutMs: 180_000, everyMs: 250 });
    const { platform } = city;
    const crashes: string[] = [];
    const seen = async (what: string, share: number) => {
      await eventually(async () => (await escalations().catch(() => 0)) >= messages * 3 * share, { timeoutMs: 120_000, everyMs: 5 });
      crashes.push(`${what} after ${await escalations()}`);
    };
    // A replica that is killed while it moves its time does not answer; time has moved all the same, and it finds that when it is back.
    const advancing = city.leapTo('2026-10-10T10:00:00+08:00').catch(() => undefined);
    await seen('first replica', 0.05);
    await platform.kill(service, 'SIGKILL', 0);
    await seen('second replica', 0.15);
    await platform.kill(service, 'SIGKILL', 1);
    const atRest = await escalations();
    await platform.start(service);
    await seen('second replica', 0.3);
    await platform.kill(service, 'SIGKILL', 1);
    await seen('first replica', 0.4);
    await platform.kill(service, 'SIGKILL', 0);
    await platform.start(service);
    await seen('postgres', 0.55);
    await platform.stopPostgres('SIGKILL');
    await platform.startPostgres();
    await seen('nats-server', 0.7);
    await platform.stopNats('SIGKILL');
    await platform.startNats();
    await platform.start(service);
    expect(atRest).toBeLessThan(messages * 3);
    await eventually(async () => expect(await escalations()).toBe(messages * 3), { timeoutMs: 180_000, everyMs: 250 });
    await eventually(async () => expect(await count('outbox_waiting')).toBe(0), { timeoutMs: 180_000, everyMs: 250 });
    await eventually(async () => expect(await count('escalation WHERE position IS NULL')).toBe(0), { timeoutMs: 60_000, everyMs: 250 });
    await advancing;

    const steps = await perMessage(`SELECT step AS what, count(*) AS messages, max(n) AS most FROM (SELECT step, message_id, count(*) AS n FROM ${schema}.fired_step GROUP BY 1, 2) AS fired GROUP BY 1 ORDER BY 1`);
    expect(steps).toEqual(['escalation-1', 'escalation-2', 'escalation-3', 'overdue', 'urging'].map((what) => ({ what, messages: String(messages), most: '1' })));
    const events = await perMessage(
      `SELECT what, count(*) AS messages, max(n) AS most FROM (
         SELECT concat_ws(' ', envelope::json->>'type', envelope::json->'data'->>'level') AS what, envelope::json->>'subject' AS message, count(*) AS n
         FROM ${schema}.outbox WHERE ${ofMessages} GROUP BY 1, 2) AS told GROUP BY 1 ORDER BY 1`,
    );
    const told = ['deadline.opened.v1', 'deadline.overdue.v1', 'escalation.raised.v1 1', 'escalation.raised.v1 2', 'escalation.raised.v1 3', 'reminder.issued.v1'];
    expect(events).toEqual(told.map((what) => ({ what: `${service}.${what}`, messages: String(messages), most: '1' })));
    const [sequences] = await city.sql<{ gaps: string }>(
      `SELECT count(*) AS gaps FROM (SELECT envelope::json->>'subject' AS message, max((envelope::json->>'sequence')::int) AS top, count(DISTINCT envelope::json->>'sequence') AS n
         FROM ${schema}.outbox WHERE ${ofMessages} GROUP BY 1) AS told WHERE top <> n`,
    );
    const [positions] = await city.sql<{ n: string; places: string; top: string }>(`SELECT count(*) AS n, count(DISTINCT position) AS places, max(position) AS top FROM ${schema}.escalation`);
    const all = String(messages * 3);
    expect([sequences, positions]).toEqual([{ gaps: '0' }, { n: all, places: all, top: all }]);
    const { taken, distinct } = await fromTheBus();
    expect(distinct).toBe(messages * 3);
    process.stdout.write(
      `firing: killed ${crashes.join(', ')}; ${messages} timers, ${messages * steps.length} steps, ${all} escalations, places 1 to ${positions?.top}; ` +
        `${taken} read from the bus, ${distinct} of them distinct; lost 0, doubled 0\n`,
    );
  }, 900_000);
});

/** As intake would have. */
async function register(): Promise<void> {
  const { user, password } = city.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: city.endpoints.nats, user, pass: password });
  const client = jetstream(connection);
  const registeredAt = '2026-09-18T07:00:00.000Z';
  let left = messages;
  const publish = async () => {
    while (left-- > 0) {
      const messageId = randomUUID();
      const data = {
        messageId, messageNumber: `HN20260918-${left}`, channel: 'board' as const, registeredAt, occurredAt: registeredAt, kind: 'complaint' as const, visibility: 'public' as const,
        title: `第${left}号路灯不亮`, text: `第${left}号路灯三天不亮，请尽快修复。`, addressedUnit: null, authorHash: '0'.repeat(64), sessionId: null, historical: false,
      };
      await client.publish(messageRegistered.subject, JSON.stringify(createEvent(messageRegistered, { subject: messageId, sequence: 1, time: new Date(registeredAt), data })));
    }
  };
  await Promise.all(Array.from({ length: 64 }, publish));
  await connection.close();
}

/** Everything that the supervision office's own user finds in its durable. */
async function fromTheBus(): Promise<{ taken: number; distinct: number }> {
  const { user, password } = city.endpoints.natsUsers['supervision-office'];
  const connection = await connect({ servers: city.endpoints.nats, user, pass: password, inboxPrefix: `_INBOX_${user}` });
  const consumer = await jetstream(connection).consumers.get('DEADLINE-SUPERVISION', user);
  const ids = new Set<string>();
  let taken = 0;
  for (let pending = 1; pending > 0; ) {
    for await (const message of await consumer.fetch({ max_messages: 1_000, expires: 2_000 })) {
      taken += 1;
      ids.add(message.json<{ data: { escalationId: string } }>().data.escalationId);
      message.ack();
    }
    await connection.flush();
    const { num_pending, num_ack_pending } = await consumer.info();
    pending = num_pending + num_ack_pending;
  }
  await connection.close();
  return { taken, distinct: ids.size };
}
