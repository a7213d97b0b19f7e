// The deploy step of the bus: streams and durables, made or brought up to date. A second run changes nothing.
// NATS_URL, NATS_USER, NATS_PASSWORD of the user `deploy`; NATS_REPLICAS copies of each stream; STREAM_AGE_DAYS; STREAM_MAX_BYTES of each.
import { durables, readerDurables, streams } from '@wenzheng/contracts';
import { applyTopology, connectNats } from '@wenzheng/messaging';

const { NATS_URL, NATS_USER, NATS_PASSWORD, NATS_REPLICAS = '1', STREAM_AGE_DAYS = '14', STREAM_MAX_BYTES = '4294967296' } = process.env;
for (const [name, value] of Object.entries({ NATS_URL, NATS_USER, NATS_PASSWORD })) {
  if (!value) throw new Error(`${name} is not set`);
}
const connection = await connectNats({ url: NATS_URL, user: NATS_USER, password: NATS_PASSWORD, name: 'wenzheng-streams' });
try {
  const former = await applyTopology(connection, {
    replicas: whole('NATS_REPLICAS', NATS_REPLICAS),
    streamAgeDays: whole('STREAM_AGE_DAYS', STREAM_AGE_DAYS),
    streamMaxBytes: whole('STREAM_MAX_BYTES', STREAM_MAX_BYTES),
  });
  console.log(`streams: ${streams.length} streams and ${durables.length + readerDurables.length} durables are in place`);
  for (const name of former) console.log(`streams: ${name} is no longer read, and still holds events: it stays until a deploy finds it empty`);
} finally {
  await connection.close();
}

function whole(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} must be a whole number from 1`);
  return number;
}
