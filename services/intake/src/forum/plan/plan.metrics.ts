import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition } from '@wenzheng/platform';
import { ForumPlan } from './plan.service.js';

export const forumPlanMetrics = {
  owed: { name: 'wenzheng_forum_phases_owed', type: 'gauge', help: '1 while no phase of forums is announced that has not begun yet, else 0', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

/** R29: 定期召开. The next phase is always known in public. */
@Injectable()
export class ForumPlanMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(ForumPlan) plan: ForumPlan) {
    metrics.observe(Object.values(forumPlanMetrics), sampled(async () => [{ metric: forumPlanMetrics.owed, value: (await plan.isNextPlanned()) ? 0 : 1 }]));
  }
}
