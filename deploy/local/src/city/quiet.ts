import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { durables, services } from '@wenzheng/contracts';
import { Client } from 'pg';
import type { Endpoints } from '../platform/endpoints.js';

const patienceMs = 60_000;
/** What others wait for. Hot issues gather their events for a second, and nobody's next step rests on them. */
const awaited = durables.filter(({ group }) => group !== 'hot-issues');
const unsent = `SELECT ${services.map((service) => `(SELECT count(*) FROM ${service.replaceAll('-', '_')}.outbox_waiting)`).join(' + ')} AS waiting`;

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
      const waiting = (await this.unhandled()) + (await this.unsent());
      seen = waiting === 0 ? seen + 1 : 0;
      if (waiting > 0) await sleep(10);
      if (performance.now() > until) throw new Error(`${waiting} events still wait after ${patienceMs / 1000} s`);
    }
  }

  private async unhandled(): Promise<number> {
    const counts = await Promise.all(
      awaited.map(async ({ stream, durable }) => {
        const { num_pending: pending, num_ack_pending: taken } = await this.streams.consumers.info(stream, durable);
        return pending + taken;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async unsent(): Promise<number> {
    const { rows } = await this.database.query<{ waiting: string }>(unsent);
    return Number(rows[0]?.waiting);
  }
}
