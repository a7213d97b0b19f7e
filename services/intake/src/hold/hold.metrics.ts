import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition } from '@wenzheng/platform';
import { Holds } from './holds.service.js';

export const holdMetrics = {
  waiting: { name: 'wenzheng_holds_waiting', type: 'gauge', help: 'Messages that are held and wait for a decision', labels: [] },
  overdue: { name: 'wenzheng_holds_overdue', type: 'gauge', help: 'Of these, messages that should have been decided about', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class HoldMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(Holds) holds: Holds) {
    metrics.observe(Object.values(holdMetrics), sampled(async () => {
      const { waiting, overdue } = await holds.count();
      return [{ metric: holdMetrics.waiting, value: waiting }, { metric: holdMetrics.overdue, value: overdue }];
    }));
  }
}
