import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Metrics, sampled, type DataSource, type MetricDefinition } from '@wenzheng/platform';

export const probeMetrics = {
  failing: { name: 'wenzheng_probes_failing', type: 'gauge', help: 'Ways in whose last probe has failed', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

/** What is not probed any more, because it is not configured, fails no longer. */
const stillProbedMs = 86_400_000;

@Injectable()
export class ProbeMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(DATA_SOURCE) dataSource: DataSource) {
    metrics.observe(Object.values(probeMetrics), sampled(async () => {
      const [row] = await dataSource.query<{ failing: number }[]>('SELECT count(*)::int AS failing FROM probed_way WHERE failures > 0 AND due_at > $1', [new Date(Date.now() - stillProbedMs)]);
      return [{ metric: probeMetrics.failing, value: row?.failing ?? 0 }];
    }));
  }
}
