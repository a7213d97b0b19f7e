import { monitorEventLoopDelay, type Histogram } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Metrics, MetricDefinition, Observation } from './metrics.js';

/** What every service exports about itself. */
export const platformMetrics = {
  requestDuration: {
    name: 'http_server_request_duration_seconds',
    type: 'histogram',
    help: 'Time from the request to the end of its response',
    labels: ['http_route', 'http_request_method', 'http_response_status_code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
  databasePool: {
    name: 'wenzheng_database_pool',
    type: 'gauge',
    help: 'Database connections busy and idle, and those who wait for one',
    labels: ['state'],
  },
  eventLoopDelay: {
    name: 'nodejs_eventloop_delay_seconds',
    type: 'gauge',
    help: 'How late the event loop was since the last reading',
    labels: ['quantile'],
  },
  residentMemory: { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Resident memory', labels: [] },
  cpu: { name: 'process_cpu_seconds_total', type: 'counter', help: 'CPU time, user and system', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

const resolutionMs = 20;
const quantiles = [0.5, 0.9, 0.99];

export function observeProcess(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const { eventLoopDelay, residentMemory, cpu } = platformMetrics;
  metrics.observe([eventLoopDelay, residentMemory, cpu], () => {
    const { user, system } = process.cpuUsage();
    const observations: Observation[] = [
      ...quantiles.map((quantile) => ({ metric: eventLoopDelay, value: secondsLate(delay, quantile), labels: { quantile: String(quantile) } })),
      { metric: residentMemory, value: process.memoryUsage.rss() },
      { metric: cpu, value: (user + system) / 1e6 },
    ];
    delay.reset();
    return observations;
  });
}

/** The monitor records the whole time between two ticks of its own timer. */
function secondsLate(delay: Histogram, quantile: number): number {
  if (delay.count === 0) return 0;
  return Math.max(0, delay.percentile(quantile * 100) / 1e9 - resolutionMs / 1e3);
}

export function observePool(metrics: Metrics, dataSource: DataSource): void {
  const { databasePool: metric } = platformMetrics;
  metrics.observe([metric], () => {
    // TypeORM's PostgreSQL driver keeps its pool under this name, and says nothing of its type.
    const { master: pool } = dataSource.driver as { master?: Pool };
    if (!pool) return [];
    return [
      { metric, value: pool.totalCount - pool.idleCount, labels: { state: 'busy' } },
      { metric, value: pool.idleCount, labels: { state: 'idle' } },
      { metric, value: pool.waitingCount, labels: { state: 'waiting' } },
    ];
  });
}
