import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Metrics, sampled, type DataSource, type MetricDefinition } from '@wenzheng/platform';

export const examinationMetrics = {
  waiting: { name: 'wenzheng_attachments_waiting', type: 'gauge', help: 'Attachments that nobody has looked at yet; `scanning`: the scanner for malware is away', labels: ['state'] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class ExaminationMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(DATA_SOURCE) dataSource: DataSource) {
    const { waiting: metric } = examinationMetrics;
    metrics.observe([metric], sampled(async () => {
      const rows = await dataSource.query<{ state: string; count: number }[]>(
        `SELECT state, count(attachment_id)::integer AS count FROM unnest(ARRAY['received', 'scanning']) AS waiting (state) LEFT JOIN attachment USING (state) GROUP BY state ORDER BY state`,
      );
      return rows.map(({ state, count }) => ({ metric, value: count, labels: { state } }));
    }));
  }
}
