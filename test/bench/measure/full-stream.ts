import { randomUUIDv7 } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createEvent, messageRegistered, type EventEnvelope, type ServiceName } from '@wenzheng/contracts';
import type { Cpu } from './processes.js';
import { atRest, until } from './settled.js';
import type { Stand } from './stand.js';

interface FullStream {
  service: ServiceName;
  count: number;
  registration: (index: number) => EventEnvelope;
  /** Whether the service has taken all of them. */
  done: () => Promise<boolean>;
}

/** How fast a service takes registrations that have gathered in the stream while it stood still. */
export async function fromFullStream(stand: Stand, { service, count, registration, done }: FullStream): Promise<{ perSecond: number; cpu: Cpu }> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  await stand.city.platform.kill(service, 'SIGSTOP');
  const client = jetstream(connection);
  let left = count;
  const publish = async () => {
    while (left-- > 0) await client.publish(messageRegistered.subject, JSON.stringify(registration(left)));
  };
  await Promise.all(Array.from({ length: 64 }, publish));
  await connection.close();
  const begun = performance.now();
  const { cpu } = await stand.processes.using(async () => {
    await stand.city.platform.kill(service, 'SIGCONT');
    await until(`${service} has taken them`, done);
  });
  const perSecond = count / ((performance.now() - begun) / 1_000);
  await atRest(stand);
  return { perSecond, cpu };
}

/** A message as intake would tell of it. */
export function registration(index: number, { title, text }: { title: string; text: string }): EventEnvelope {
  const messageId = randomUUIDv7();
  const now = new Date();
  return createEvent(messageRegistered, {
    subject: messageId,
    sequence: 1,
    time: now,
    data: {
      messageId,
      messageNumber: `HN20261123-${index}`,
      channel: 'board',
      registeredAt: now.toISOString(),
      occurredAt: now.toISOString(),
      kind: 'complaint',
      visibility: 'public',
      title,
      text,
      addressedUnit: null,
      authorHash: '0'.repeat(64),
      sessionId: null,
      historical: false,
    },
  });
}
