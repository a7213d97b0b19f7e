import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager, type ConsumerInfo } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Stand } from './stand.js';

const patienceMs = 600_000;
/** Longer than any relay or durable gathers what it will do at once. */
const stillForMs = 2_500;

/**
 * Nothing goes on any more, in whatever process: no stream grows, no durable has anything left, hot issues are done. It is
 * seen from the bus, which every release has in common; outboxes show in it, since what they hold arrives in a stream.
 */
export async function atRest(stand: Stand): Promise<void> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  try {
    const manager = await jetstreamManager(connection);
    let [seen, since] = ['', performance.now()];
    await until('everything is at rest', async () => {
      const streams = await manager.streams.list().next();
      const consumers = (await Promise.all(streams.map(({ config }) => manager.consumers.list(config.name).next()))).flat();
      const now = JSON.stringify([streams.map(({ state }) => state.last_seq), consumers.map(({ ack_floor }) => ack_floor.stream_seq)]);
      if (now !== seen || consumers.some(hasWork)) [seen, since] = [now, performance.now()];
      return performance.now() - since > stillForMs && !(await hotIssuesWait(stand));
    }, 250);
  } finally {
    await connection.close();
  }
}

/** A durable of a service that is not part of this stand keeps what it has. */
const hasWork = ({ num_pending, num_ack_pending, num_waiting }: ConsumerInfo): boolean => num_ack_pending > 0 || (num_pending > 0 && num_waiting > 0);

/** Where their queue is still a table. */
async function hotIssuesWait(stand: Stand): Promise<boolean> {
  const [table] = await stand.sql<{ there: boolean }>(`SELECT to_regclass('deadline_supervision.hot_queue') IS NOT NULL AS there`);
  return table?.there === true && (await stand.sql('SELECT FROM deadline_supervision.hot_queue LIMIT 1')).length > 0;
}

/** How many events the service has ever written, and some that were rolled back: what costs nothing to ask again and again. */
export async function eventsOf(stand: Stand, schema: string): Promise<number> {
  const [row] = await stand.sql<{ count: string }>(`SELECT last_value AS count FROM ${schema}.outbox_position`);
  return Number(row?.count);
}

export async function until(what: string, holds: () => Promise<boolean> | boolean, everyMs = 25, forMs = patienceMs): Promise<void> {
  const end = performance.now() + forMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(everyMs);
  }
}
