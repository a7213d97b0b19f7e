import { durables, type ServiceName } from '@wenzheng/contracts';
import { sampled, type DataSource, type MetricDefinition, type Metrics, type Observation } from '@wenzheng/platform';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsLink } from './bus/nats.js';

const batchSizes = [1, 2, 5, 10, 25, 50, 100, 250, 500];

/** What every service exports about its part of the bus. */
export const busMetrics = {
  outboxDepth: { name: 'wenzheng_outbox_depth', type: 'gauge', help: 'Events that wait to be published', labels: [] },
  outboxLag: { name: 'wenzheng_outbox_lag_seconds', type: 'gauge', help: 'Age of the event that waits longest to be published', labels: [] },
  relayBatch: { name: 'wenzheng_relay_batch_size', type: 'histogram', help: 'Events published together', labels: [], buckets: batchSizes },
  consumerBatch: {
    name: 'wenzheng_consumer_batch_size',
    type: 'histogram',
    help: 'Events handled together',
    labels: ['subject'],
    buckets: batchSizes,
  },
  consumerLag: {
    name: 'wenzheng_consumer_lag',
    type: 'gauge',
    help: 'Events in the stream that the durable has not delivered yet',
    labels: ['stream', 'durable'],
  },
  redeliveries: {
    name: 'wenzheng_consumer_redeliveries_total',
    type: 'counter',
    help: 'Deliveries of events that had been delivered before',
    labels: ['subject'],
  },
  deadLetters: { name: 'wenzheng_dead_letters', type: 'gauge', help: 'Dead letters that wait for an administrator', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

export function observeBus(metrics: Metrics, service: ServiceName, dataSource: DataSource, link: NatsLink): void {
  const { outboxDepth, outboxLag, deadLetters, consumerLag } = busMetrics;
  metrics.observe([outboxDepth, outboxLag, deadLetters], sampled(() => tables(dataSource)));
  metrics.observe([consumerLag], sampled(() => lags(service, link)));
}

/** By the positions that are not published, and the index of dead letters by state. */
async function tables(dataSource: DataSource): Promise<Observation[]> {
  const [row] = (await dataSource.query(
    `SELECT count(*)::float8 + (SELECT count(*) FROM outbox_again) AS depth, extract(epoch FROM now() - min(created_at))::float8 AS lag,
       (SELECT count(*) FROM dead_letter WHERE state = 'waiting')::float8 AS dead
     FROM outbox_waiting`,
  )) as [{ depth: number; lag: number | null; dead: number }];
  return [
    { metric: busMetrics.outboxDepth, value: row.depth },
    { metric: busMetrics.outboxLag, value: Math.max(0, row.lag ?? 0) },
    { metric: busMetrics.deadLetters, value: row.dead },
  ];
}

async function lags(service: ServiceName, link: NatsLink): Promise<Observation[]> {
  if (!link.connected) return [];
  const manager = await jetstreamManager(await link.connection, { checkAPI: false });
  return Promise.all(
    durables
      .filter((durable) => durable.service === service)
      .map(async ({ stream, durable }) => ({
        metric: busMetrics.consumerLag,
        value: (await manager.consumers.info(stream, durable)).num_pending,
        labels: { stream, durable },
      })),
  );
}
