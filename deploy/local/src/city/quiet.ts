import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { durables, services } from '@wenzheng/contracts';
import { Client } from 'pg';
import type { Endpoints } from '../platform/endpoints.js';

const patienceMs = 60_000;
/** What others wait for. Hot issues gather their events for a second, and nobody's next step rests on them. */
const awaited = durables.filter(({ group }) => group !== 'hot-issues');
const unsent = { name: 'unsent', text: `SELECT ${services.map((service) => `EXISTS (SELECT FROM ${service.replaceAll('-', '_')}.outbox_waiting)`).join(' OR ')} AS waiting` };

/** Knows when services have done all that follows from what was asked of them: no event waits to be sent, and none to be handled. */
export class Quiet {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly streams: JetStreamManager,
    private readonly database: Client,
  ) {}

  static async open({ nats, natsUsers, postgres }: Endpoints): Promise<Quiet> {
    const { user, password } = natsUsers.deploy;
    const connection = await connect({ servers: nats.split(','), user, pass: password });
    const database = new Client({ connectionString: postgres });
    await database.connect();
    return new Quiet(connection, await jetstreamManager(connection), database);
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.connection.close();
  }

  /** @throws Error when it does not come within a minute */
  async reached(): Promise<void> {
    const until = performance.now() + patienceMs;
    // Twice: what is handled while one place is looked at stands in the other by then.
    for (let seen = 0; seen < 2; ) {
      const waiting = (await this.unsent()) || (await this.unhandled());
      seen = waiting ? 0 : seen + 1;
      if (waiting) await sleep(20);
      if (performance.now() > until) throw new Error(`events still wait after ${patienceMs / 1000} s`);
    }
  }

  /** One after the other, for the first that is behind says it all. */
  private async unhandled(): Promise<boolean> {
    for (const { stream, durable } of awaited) {
      const { num_pending: pending, num_ack_pending: taken } = await this.streams.consumers.info(stream, durable);
      if (pending + taken > 0) return true;
    }
    return false;
  }

  private async unsent(): Promise<boolean> {
    const { rows } = await this.database.query<{ waiting: boolean }>(unsent);
    return rows[0]?.waiting !== false;
  }
}
