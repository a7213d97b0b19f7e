import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition } from '@wenzheng/platform';
import type { SourceState } from './source.rules.js';
import { Sources } from './sources.service.js';

export const sourceMetrics = {
  failing: { name: 'wenzheng_sources_failing', type: 'gauge', help: 'Sources that are fetched from and whose page does not advance, or whose token or certificate has run out', labels: [] },
  expiring: { name: 'wenzheng_sources_expiring', type: 'gauge', help: 'Sources whose token or certificate runs out within fourteen days', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class SourceMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(Sources) sources: Sources) {
    metrics.observe(Object.values(sourceMetrics), sampled(async () => {
      const all = await sources.list();
      const count = (...states: SourceState[]) => all.filter(({ state }) => states.includes(state)).length;
      return [{ metric: sourceMetrics.failing, value: count('failing', 'expired') }, { metric: sourceMetrics.expiring, value: count('expiring') }];
    }));
  }
}
