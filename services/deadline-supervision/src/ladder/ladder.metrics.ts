import { Inject, Injectable } from '@nestjs/common';
import { Metrics, type Histogram, type MetricDefinition } from '@wenzheng/platform';

export const ladderMetrics = {
  sweepLateness: {
    name: 'wenzheng_sweep_lateness_seconds',
    type: 'histogram',
    help: 'Business time from the instant at which a step was due to the one at which it was done',
    labels: [],
    buckets: [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
  },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class LadderMetrics {
  readonly sweepLateness: Histogram;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.sweepLateness = metrics.histogram(ladderMetrics.sweepLateness);
  }
}
