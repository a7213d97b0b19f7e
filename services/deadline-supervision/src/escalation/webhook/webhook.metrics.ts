import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Metrics, sampled, type DataSource, type MetricDefinition, type Observation } from '@wenzheng/platform';
import { deliveryStates, endpointStates } from './webhook.entity.js';

export const webhookMetrics = {
  deliveries: { name: 'wenzheng_webhook_deliveries', type: 'gauge', help: 'Deliveries to the offices’ endpoints that did not succeed at once', labels: ['state'] },
  endpoints: { name: 'wenzheng_webhook_endpoints', type: 'gauge', help: 'Endpoints of the offices that hear of escalations', labels: ['state'] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class WebhookMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(DATA_SOURCE) private readonly dataSource: DataSource) {
    metrics.observe([webhookMetrics.deliveries, webhookMetrics.endpoints], sampled(() => this.readCounts()));
  }

  private async readCounts(): Promise<Observation[]> {
    const counts = await this.dataSource.query<{ of: 'deliveries' | 'endpoints'; state: string; count: number }[]>(
      `SELECT 'deliveries' AS of, state, count(*)::float8 AS count FROM webhook_delivery GROUP BY state
       UNION ALL SELECT 'endpoints', state, count(*)::float8 FROM webhook_endpoint GROUP BY state`,
    );
    const of = (what: string, state: string) => counts.find((row) => row.of === what && row.state === state)?.count ?? 0;
    return [
      ...deliveryStates.map((state) => ({ metric: webhookMetrics.deliveries, value: of('deliveries', state), labels: { state } })),
      ...endpointStates.map((state) => ({ metric: webhookMetrics.endpoints, value: of('endpoints', state), labels: { state } })),
    ];
  }
}
