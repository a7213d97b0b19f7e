import type { Attributes, Counter, Histogram } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality, InstrumentType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

export type { Counter, Histogram };

/** A metric as it is documented and exported. */
export interface MetricDefinition {
  name: string;
  type: 'gauge' | 'counter' | 'histogram';
  help: string;
  labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[];
}

export interface Observation {
  metric: MetricDefinition;
  value: number;
  labels?: Attributes;
}

type Read = () => readonly Observation[] | Promise<readonly Observation[]>;

/** Gauges are read anew each time; a cumulative one would repeat what nothing observes any more. */
class ScrapeReader extends MetricReader {
  constructor() {
    super({
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The metrics of one application, as Prometheus reads them. */
export class Metrics {
  readonly #reader = new ScrapeReader();
  readonly #meter = new MeterProvider({ readers: [this.#reader] }).getMeter('wenzheng');
  readonly #serializer = new PrometheusSerializer(undefined, false, undefined, true, true);

  histogram({ name, help, buckets }: MetricDefinition): Histogram {
    return this.#meter.createHistogram(name, {
      description: help,
      ...(buckets ? { advice: { explicitBucketBoundaries: [...buckets] } } : {}),
    });
  }

  counter({ name, help }: MetricDefinition): Counter {
    return this.#meter.createCounter(name, { description: help });
  }

  /** Gauges, and counters that something else counts: read when they are asked for. */
  observe(metrics: readonly MetricDefinition[], read: Read): void {
    const instruments = new Map(
      metrics.map(({ name, type, help: description }) => [
        name,
        type === 'counter' ? this.#meter.createObservableCounter(name, { description }) : this.#meter.createObservableGauge(name, { description }),
      ]),
    );
    this.#meter.addBatchObservableCallback(
      async (result) => {
        for (const { metric, value, labels } of await read()) {
          const instrument = instruments.get(metric.name);
          if (instrument) result.observe(instrument, value, labels);
        }
      },
      [...instruments.values()],
    );
  }

  /** Prometheus text format. */
  async render(): Promise<string> {
    const { resourceMetrics } = await this.#reader.collect();
    return `${this.#serializer.serialize(resourceMetrics).trimEnd()}\n`;
  }
}

const everyMs = 5_000;
const patienceMs = 2_000;

/**
 * For observations that cost a query: made at most every five seconds, and so that they never take more than a twentieth of
 * the time. What cannot be read, or not soon, is absent; a slow reading serves the next time.
 */
export function sampled(read: () => Promise<readonly Observation[]>): Read {
  let last: readonly Observation[] = [];
  let reading: Promise<void> | undefined;
  let notBefore = -Infinity;
  const sample = async (): Promise<void> => {
    const began = performance.now();
    try {
      last = await read();
    } catch {
      last = [];
    }
    const ended = performance.now();
    notBefore = Math.max(began + everyMs, ended + 20 * (ended - began));
    reading = undefined;
  };
  return async () => {
    if (!reading && performance.now() >= notBefore) reading = sample();
    if (reading && !(await isSoon(reading))) return [];
    return last;
  };
}

async function isSoon(reading: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patienceMs)));
  try {
    return await Promise.race([reading.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
