import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { percentile } from './measure/load.js';
import type { Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

const stream = 'floor';
const times = 200;

/** What no design avoids between a message and its running deadline: one commit, then two events on disk, with nothing else going on. */
export async function floorRows(stand: Stand): Promise<Row[]> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  try {
    await (await jetstreamManager(connection)).streams.add({ name: stream, subjects: [stream] });
    await stand.sql('CREATE TABLE floor (text text)');
    const client = jetstream(connection);
    const payload = 'x'.repeat(1_000);
    const spent: number[] = [];
    for (let round = -times / 10; round < times; round++) {
      const begun = performance.now();
      await stand.sql('INSERT INTO floor VALUES ($1)', [payload]);
      await client.publish(stream, payload);
      await client.publish(stream, payload);
      if (round >= 0) spent.push(performance.now() - begun);
    }
    spent.sort((a, b) => a - b);
    const row = (name: string, share: number): Row => ({ part: 'pipeline', what: `the floor, one commit and two syncs of NATS: ${name}`, value: percentile(spent, share), unit: 'ms' });
    return [row('p50', 0.5), row('p99', 0.99)];
  } finally {
    await (await jetstreamManager(connection)).streams.delete(stream).catch(() => false);
    await connection.close();
  }
}
