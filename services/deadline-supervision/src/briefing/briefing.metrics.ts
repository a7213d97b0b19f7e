import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition } from '@wenzheng/platform';
import { Briefings } from './briefings.service.js';

export const briefingMetrics = {
  missing: { name: 'wenzheng_briefings_missing', type: 'gauge', help: 'Briefings of last month that are due and have not been sent up', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class BriefingMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(Briefings) briefings: Briefings) {
    metrics.observe([briefingMetrics.missing], sampled(async () => [{ metric: briefingMetrics.missing, value: await briefings.missing() }]));
  }
}
