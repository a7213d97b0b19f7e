import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { messageRegistered } from '@wenzheng/contracts';
import type { LoadGenerator } from './measure/load.js';
import { added, type Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio, type Comparison } from './measure/rounds.js';
import { atRest, until } from './measure/settled.js';
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
  wal: number;
}

type Contestant = 'singles' | 'relay' | 'window';

const stream = 'bench';
const subject = 'bench.one-by-one';

/** intake's own relay with a full outbox, against a client that publishes the same events and awaits each. */
export async function measureRelay(stands: readonly Stand[], load: LoadGenerator, { rounds, events, singles }: RelayPlan): Promise<Row[]> {
  const connections: NatsConnection[] = [];
  const comparison = async (stand: Stand): Promise<Comparison<Contestant, Measured>> => {
    const { user, password } = stand.endpoints.natsUsers.deploy;
    const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
    connections.push(connection);
    await (await jetstreamManager(connection)).streams.add({ name: stream, subjects: [subject] });
    // A real event, and a relay that has worked before.
    await load.run({ kind: 'messages', ...stand.channel, connections: 64, amount: { count: 1_000 }, prefix: 'relay' });
    const [sample] = await stand.sql<{ envelope: string }>('SELECT envelope FROM intake.outbox WHERE subject = $1 LIMIT 1', [messageRegistered.subject]);
    if (!sample) throw new Error('intake has registered nothing yet');
    const relay = async () => {
      const times: number[] = [];
      const arrivals = connection.subscribe(messageRegistered.subject, { callback: () => void times.push(performance.now()) });
      await connection.flush();
      const { cpu, wal } = await stand.costOf(async () => {
        await stand.sql(`INSERT INTO intake.outbox (event_id, subject, envelope) SELECT gen_random_uuid(), $3, $1 FROM generate_series(1, $2::int)`, [
          sample.envelope, events, messageRegistered.subject,
        ]);
        await until('every event is on the bus', () => times.length >= events);
      });
      arrivals.unsubscribe();
      await atRest(stand);
      // From the first tenth on: how soon a relay looks into its outbox is another question.
      const [from, to] = [times[Math.floor(events / 10)] ?? NaN, times[events - 1] ?? NaN];
      return { perSecond: (0.9 * events) / ((to - from) / 1_000), cpu, wal };
    };
    const payload = Buffer.from(sample.envelope);
    return {
      contestants: {
        singles: () => publishSingles(connection, payload, singles, 1),
        relay,
        window: () => publishSingles(connection, payload, singles, 64),
      },
      rows: (results) => rowsOf(results, events),
    };
  };
  try {
    const comparisons: Comparison<Contestant, Measured>[] = [];
    for (const stand of stands) comparisons.push(await comparison(stand));
    return await interleaved(rounds, comparisons);
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

function rowsOf(results: Record<Contestant, Measured[]>, events: number): Row[] {
  const rates = (of: Measured[]) => of.map(({ perSecond }) => perSecond);
  const cpu = perOperation(added(results.relay.map((one) => one.cpu)), events * results.relay.length);
  const part = 'relay';
  return [
    { part, what: 'published one by one', value: median(rates(results.singles)), unit: '/s' },
    { part, what: 'published one by one, 64 under way', value: median(rates(results.window)), unit: '/s' },
    { part, what: 'relayed from the outbox', value: median(rates(results.relay)), unit: '/s', cpu },
    { part, what: 'WAL of an event, written and relayed', value: median(results.relay.map(({ wal }) => wal / events)), unit: 'bytes' },
    { part, what: 'relay : one by one', value: ratio(rates(results.relay), rates(results.singles)), unit: '×', goal: { atLeast: 8 } },
    { part, what: 'relay : one by one, 64 under way', value: ratio(rates(results.relay), rates(results.window)), unit: '×' },
  ];
}

async function publishSingles(connection: NatsConnection, payload: Uint8Array, count: number, underWay: number): Promise<Measured> {
  const client = jetstream(connection);
  let left = count;
  const begun = performance.now();
  const publish = async () => {
    while (left-- > 0) await client.publish(subject, payload);
  };
  await Promise.all(Array.from({ length: underWay }, publish));
  return { perSecond: count / ((performance.now() - begun) / 1_000), cpu: {}, wal: 0 };
}
