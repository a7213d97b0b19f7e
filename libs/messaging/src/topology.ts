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
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { durables, readerDurables, streams, type DurableTopology, type StreamTopology } from '@wenzheng/contracts';

export interface TopologyOptions {
  /** Copies of each stream: 1 for one server, 3 for a cluster. */
  replicas: number;
  /** Default 14. */
  streamAgeDays?: number;
  /** Bytes that each stream may take on disk; beyond that its oldest events go, read or not, and have to be republished. Default: no limit. */
  streamMaxBytes?: number;
}

/**
 * Creates or updates every stream and durable of the contracts. The deploy step calls it as administrator before it
 * starts services, which may create nothing themselves. A second call changes nothing; a changed list of subjects is
 * brought in place without losing a durable's position.
 */
export async function applyTopology(connection: NatsConnection, options: TopologyOptions): Promise<void> {
  const manager = await jetstreamManager(connection);
  for (const stream of streams) await applyStream(manager, streamConfig(stream, options));
  for (const durable of [...durables, ...readerDurables]) await applyDurable(manager, durable.stream, durableConfig(durable, options));
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

export function durableConfig(durable: DurableTopology, options: TopologyOptions): Partial<ConsumerConfig> & { durable_name: string } {
  return {
    durable_name: durable.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(30_000),
    max_ack_pending: 2_000,
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

async function applyDurable(
  manager: JetStreamManager,
  stream: string,
  config: Partial<ConsumerConfig> & { durable_name: string },
): Promise<void> {
  const existing = await orMissing(manager.consumers.info(stream, config.durable_name), JetStreamApiCodes.ConsumerNotFound);
  if (!existing) await manager.consumers.add(stream, config);
  else await manager.consumers.update(stream, config.durable_name, config);
}

async function orMissing<T>(request: Promise<T>, code: number): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === code) return null;
    throw error;
  }
}
