import { Inject, Injectable } from '@nestjs/common';
import { Metrics, sampled, type MetricDefinition, type Observation } from '@wenzheng/platform';
import { ConservationService } from './conservation.service.js';

export const conservationMetrics = {
  balanced: { name: 'wenzheng_conservation_balanced', type: 'gauge', help: '1 while the services were compared a moment ago and every message is accounted for, else 0', labels: [] },
  differences: { name: 'wenzheng_conservation_differences', type: 'gauge', help: 'Messages on which the services differ', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class ConservationMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(ConservationService) private readonly conservation: ConservationService) {
    metrics.observe([conservationMetrics.balanced, conservationMetrics.differences], sampled(() => this.readReport()));
  }

  /** Before the first comparison there is nothing to say. */
  private async readReport(): Promise<Observation[]> {
    const { comparedAt, balanced, messages } = await this.conservation.report();
    if (comparedAt === null) return [];
    return [
      { metric: conservationMetrics.balanced, value: balanced ? 1 : 0 },
      { metric: conservationMetrics.differences, value: messages.length },
    ];
  }
}
