import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import { outboxIsEmpty } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface RelayPlan {
  rounds: number;
  /** Events that are relayed in each round. */
  events: number;
  /** Events that are published one by one in each round. */
  singles: number;
}

interface Measured {
  perSecond: number;
  cpu: Cpu;
}

const stream = 'bench';
const subject = 'bench.one-by-one';

/** intake's own relay with a full outbox, against a client that publishes the same events and awaits each. */
export async function measureRelay(stand: Stand, { rounds, events, singles }: RelayPlan): Promise<Row[]> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  try {
    await (await jetstreamManager(connection)).streams.add({ name: stream, subjects: [subject] });
    const [sample] = await stand.sql<{ envelope: string }>(`SELECT envelope FROM intake.outbox WHERE subject = 'intake.message.registered.v1' LIMIT 1`);
    if (!sample) throw new Error('intake has registered nothing yet');
    const relay = async (): Promise<Measured> => {
      await stand.sql(
        `INSERT INTO intake.outbox (event_id, subject, envelope)
         SELECT gen_random_uuid(), 'intake.message.registered.v1', $1 FROM generate_series(1, $2::int)`,
        [sample.envelope, events],
      );
      const begun = performance.now();
      const { cpu } = await stand.processes.using(() => outboxIsEmpty(stand, 'intake'));
      return { perSecond: events / ((performance.now() - begun) / 1_000), cpu };
    };
    const payload = Buffer.from(sample.envelope);
    const results = await interleaved<'singles' | 'relay' | 'window', Measured>(rounds, {
      singles: () => publishSingles(connection, payload, singles, 1),
      relay,
      window: () => publishSingles(connection, payload, singles, 64),
    });
    const rates = (of: Measured[]) => of.map(({ perSecond }) => perSecond);
    const last = results.relay.at(-1);
    const part = 'relay';
    return [
      { part, what: 'published one by one', value: median(rates(results.singles)), unit: '/s' },
      { part, what: 'published one by one, 64 under way', value: median(rates(results.window)), unit: '/s' },
      { part, what: 'relayed from the outbox', value: median(rates(results.relay)), unit: '/s', cpu: last && perOperation(last.cpu, events) },
      { part, what: 'relay : one by one', value: ratio(rates(results.relay), rates(results.singles)), unit: '×', goal: { atLeast: 8 } },
      { part, what: 'relay : one by one, 64 under way', value: ratio(rates(results.relay), rates(results.window)), unit: '×' },
    ];
  } finally {
    await connection.close();
  }
}

async function publishSingles(connection: NatsConnection, payload: Uint8Array, count: number, underWay: number): Promise<Measured> {
  const client = jetstream(connection);
  let left = count;
  const begun = performance.now();
  const publish = async () => {
    while (left-- > 0) await client.publish(subject, payload);
  };
  await Promise.all(Array.from({ length: underWay }, publish));
  return { perSecond: count / ((performance.now() - begun) / 1_000), cpu: {} };
}
