import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, Metrics, sampled, type DataSource, type MetricDefinition, type Observation } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';
import type { Phase } from './deadline.rules.js';

export const deadlineMetrics = {
  deadlines: { name: 'wenzheng_deadlines', type: 'gauge', help: 'Deadlines of messages that are not answered yet', labels: ['phase'] },
} as const satisfies Record<string, MetricDefinition>;

type OpenPhase = Exclude<Phase, 'closed'>;
const phases: readonly OpenPhase[] = ['running', 'extended', 'under-review', 'overdue'];

@Injectable()
export class DeadlineMetrics {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    metrics.observe([deadlineMetrics.deadlines], sampled(() => this.readDeadlines()));
  }

  /** As `phaseAt` of the rules says, over the index of open deadlines. */
  private async readDeadlines(): Promise<Observation[]> {
    const [counts] = await this.dataSource.query<[Record<OpenPhase, number>]>(
      `SELECT count(*) FILTER (WHERE overdue)::float8 AS overdue,
         count(*) FILTER (WHERE NOT overdue AND review)::float8 AS "under-review",
         count(*) FILTER (WHERE NOT overdue AND NOT review AND extended)::float8 AS extended,
         count(*) FILTER (WHERE NOT overdue AND NOT review AND NOT extended)::float8 AS running
       FROM (
         SELECT coalesce(overdue_at <= $1, false) AS overdue, submitted_at IS NOT NULL AND overdue_at IS NULL AS review,
           extended_due_on IS NOT NULL AS extended
         FROM deadline WHERE ending = 'open'
       ) AS open`,
      [this.clock.now()],
    );
    return phases.map((phase) => ({ metric: deadlineMetrics.deadlines, value: counts[phase], labels: { phase } }));
  }
}
