import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  jetstreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { durables, readerDurables, services, streams, type DurableTopology, type ServiceDurable, type StreamTopology } from '@wenzheng/contracts';

export interface TopologyOptions {
  /** Copies of each stream: 1 for one server, 3 for a cluster. */
  replicas: number;
  /** Default 14. */
  streamAgeDays?: number;
  /** Bytes that each stream may take on disk; beyond that its oldest events go, read or not, and have to be republished. Default: no limit. */
  streamMaxBytes?: number;
}

/**
 * Creates or updates every stream and durable of the contracts, and deletes durables that are no longer among them. The deploy step
 * calls it as administrator before it starts services, which may create nothing themselves. A second call changes nothing; a changed
 * list of subjects is brought in place without losing a durable's position.
 * @returns `stream/durable` of former durables that still hold events: they stay, for replicas of the release that reads them
 */
export async function applyTopology(connection: NatsConnection, options: TopologyOptions): Promise<string[]> {
  const manager = await jetstreamManager(connection);
  for (const stream of streams) await applyStream(manager, streamConfig(stream, options));
  // New ones first: what they take over is not taken from the others before.
  for (const durable of [...durables, ...readerDurables]) await createIfMissing(manager, durable, options);
  for (const durable of [...durables, ...readerDurables]) await manager.consumers.update(durable.stream, durable.durable, durableConfig(durable, options));
  const left = await Promise.all(streams.map(({ stream }) => deleteFormer(manager, stream)));
  return left.flat();
}

export function streamConfig(stream: StreamTopology, options: TopologyOptions): Partial<StreamConfig> & { name: string } {
  return {
    name: stream.stream,
    subjects: stream.subjects,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos((options.streamAgeDays ?? 14) * 86_400_000),
    max_bytes: options.streamMaxBytes ?? -1,
    num_replicas: options.replicas,
    allow_atomic: true,
  };
}

export function durableConfig(durable: DurableTopology & Partial<ServiceDurable>, options: TopologyOptions): Partial<ConsumerConfig> & { durable_name: string } {
  return {
    durable_name: durable.durable,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(30_000),
    max_ack_pending: Math.max(2_000, 4 * (durable.batchSize ?? 0)),
    max_deliver: -1,
    filter_subjects: durable.filterSubjects,
    num_replicas: options.replicas,
  };
}

async function applyStream(manager: JetStreamManager, config: Partial<StreamConfig> & { name: string }): Promise<void> {
  const existing = await orMissing(manager.streams.info(config.name), JetStreamApiCodes.StreamNotFound);
  if (!existing) await manager.streams.add(config);
  else await manager.streams.update(config.name, config);
}

async function createIfMissing(manager: JetStreamManager, durable: DurableTopology & Partial<ServiceDurable>, options: TopologyOptions): Promise<void> {
  if (await infoOf(manager, durable.stream, durable.durable)) return;
  const own = durable.service && (await infoOf(manager, durable.stream, durable.service));
  await manager.consumers.add(durable.stream, { ...durableConfig(durable, options), ...startOf(own) });
}

/**
 * From the beginning; but a durable that takes over a part of what its service reads already begins where the service stands: what
 * came before has been handled, and what has not comes to the new durable, if not to both.
 */
const startOf = (own: ConsumerInfo | null | undefined): Partial<ConsumerConfig> =>
  own ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: own.ack_floor.stream_seq + 1 } : { deliver_policy: DeliverPolicy.All };

const infoOf = (manager: JetStreamManager, stream: string, durable: string): Promise<ConsumerInfo | null> =>
  orMissing(manager.consumers.info(stream, durable), JetStreamApiCodes.ConsumerNotFound);

/** Of services alone: whoever else reads a stream made his durable himself. */
const isOfService = (name: string): boolean => services.some((service) => name === service || name.startsWith(`${service}-`));

async function deleteFormer(manager: JetStreamManager, stream: string): Promise<string[]> {
  const current = new Set(durables.filter((durable) => durable.stream === stream).map(({ durable }) => durable));
  const left: string[] = [];
  for await (const { name, num_pending, num_ack_pending } of manager.consumers.list(stream)) {
    if (current.has(name) || !isOfService(name)) continue;
    if (num_pending + num_ack_pending > 0) left.push(`${stream}/${name}`);
    else await manager.consumers.delete(stream, name);
  }
  return left;
}

async function orMissing<T>(request: Promise<T>, code: number): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === code) return null;
    throw error;
  }
}
