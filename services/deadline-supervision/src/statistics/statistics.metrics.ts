import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition } from '@wenzheng/platform';
import { ClosingService } from './closing/closing.service.js';

export const statisticsMetrics = {
  missingPeriods: { name: 'wenzheng_statistics_missing_periods', type: 'gauge', help: 'Months and years that have ended and whose figures are not closed', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class StatisticsMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(ClosingService) closing: ClosingService) {
    const { missingPeriods } = statisticsMetrics;
    metrics.observe([missingPeriods], sampled(async () => [{ metric: missingPeriods, value: (await closing.missing()).length }]));
  }
}
