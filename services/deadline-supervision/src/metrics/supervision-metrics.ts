import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATA_SOURCE, Metrics, sampled, type DataSource, type Histogram, type MetricDefinition, type Observation } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { daysLeft } from '../rulebook/calendar/reach.rules.js';
import type { Phase } from '../deadline/deadline.rules.js';
import { ConservationService } from '../conservation/conservation.service.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { ClosingService } from '../statistics/closing/closing.service.js';
import { CLOCK } from '../tokens.js';
import { deliveryStates, endpointStates } from '../escalation/webhook/webhook.entity.js';

/** What supervision exports beside what every service does. */
export const supervisionMetrics = {
  clocks: { name: 'wenzheng_clocks', type: 'gauge', help: 'Clocks of messages that are not answered yet', labels: ['phase'] },
  sweepLateness: {
    name: 'wenzheng_sweep_lateness_seconds',
    type: 'histogram',
    help: 'Business time from the instant at which a step was due to the one at which it was done',
    labels: [],
    buckets: [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
  },
  balanced: { name: 'wenzheng_conservation_balanced', type: 'gauge', help: '1 while the services were compared a moment ago and every message is accounted for, else 0', labels: [] },
  differences: { name: 'wenzheng_conservation_differences', type: 'gauge', help: 'Messages on which the services differ', labels: [] },
  missingPeriods: { name: 'wenzheng_statistics_missing_periods', type: 'gauge', help: 'Months and years that have ended and whose figures are not closed', labels: [] },
  calendarDaysLeft: { name: 'wenzheng_calendar_days_left', type: 'gauge', help: 'Days until the last day of which the notices of the State Council are loaded', labels: [] },
  webhookDeliveries: { name: 'wenzheng_webhook_deliveries', type: 'gauge', help: 'Deliveries to the offices’ endpoints that did not succeed at once', labels: ['state'] },
  webhookEndpoints: { name: 'wenzheng_webhook_endpoints', type: 'gauge', help: 'Endpoints of the offices that hear of escalations', labels: ['state'] },
} as const satisfies Record<string, MetricDefinition>;

type OpenPhase = Exclude<Phase, 'closed'>;
type ClockCounts = Record<OpenPhase, number>;
const phases: readonly OpenPhase[] = ['running', 'extended', 'under-review', 'overdue'];

@Injectable()
export class SupervisionMetrics implements OnModuleInit {
  readonly sweepLateness: Histogram;

  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ConservationService) private readonly conservation: ConservationService,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {
    this.sweepLateness = metrics.histogram(supervisionMetrics.sweepLateness);
  }

  onModuleInit(): void {
    const { clocks, balanced, differences, missingPeriods, calendarDaysLeft, webhookDeliveries, webhookEndpoints } = supervisionMetrics;
    this.metrics.observe([clocks], sampled(() => this.readClocks()));
    this.metrics.observe([balanced, differences], sampled(() => this.readConservation()));
    this.metrics.observe([missingPeriods], sampled(async () => [{ metric: missingPeriods, value: (await this.closing.missing()).length }]));
    this.metrics.observe([webhookDeliveries, webhookEndpoints], sampled(() => this.readWebhooks()));
    this.metrics.observe([calendarDaysLeft], () => [{ metric: calendarDaysLeft, value: daysLeft(this.rulebook.calendar, businessDateOf(this.clock.now())) }]);
  }

  /** As `phaseAt` of the rules says, over the index of open clocks. */
  private async readClocks(): Promise<Observation[]> {
    const [counts] = await this.dataSource.query<[ClockCounts]>(
      `SELECT count(*) FILTER (WHERE overdue)::float8 AS overdue,
         count(*) FILTER (WHERE NOT overdue AND review)::float8 AS "under-review",
         count(*) FILTER (WHERE NOT overdue AND NOT review AND extended)::float8 AS extended,
         count(*) FILTER (WHERE NOT overdue AND NOT review AND NOT extended)::float8 AS running
       FROM (
         SELECT coalesce(overdue_at <= $1, false) AS overdue, submitted_at IS NOT NULL AND overdue_at IS NULL AS review,
           extended_due_on IS NOT NULL AS extended
         FROM clock WHERE ending = 'open'
       ) AS open`,
      [this.clock.now()],
    );
    return phases.map((phase) => ({ metric: supervisionMetrics.clocks, value: counts[phase], labels: { phase } }));
  }

  /** Before the first comparison there is nothing to say. */
  private async readConservation(): Promise<Observation[]> {
    const { comparedAt, balanced, messages } = await this.conservation.report();
    if (comparedAt === null) return [];
    return [
      { metric: supervisionMetrics.balanced, value: balanced ? 1 : 0 },
      { metric: supervisionMetrics.differences, value: messages.length },
    ];
  }

  private async readWebhooks(): Promise<Observation[]> {
    const counts = await this.dataSource.query<{ of: 'deliveries' | 'endpoints'; state: string; count: number }[]>(
      `SELECT 'deliveries' AS of, state, count(*)::float8 AS count FROM webhook_delivery GROUP BY state
       UNION ALL SELECT 'endpoints', state, count(*)::float8 FROM webhook_endpoint GROUP BY state`,
    );
    const of = (what: string, state: string) => counts.find((row) => row.of === what && row.state === state)?.count ?? 0;
    return [
      ...deliveryStates.map((state) => ({ metric: supervisionMetrics.webhookDeliveries, value: of('deliveries', state), labels: { state } })),
      ...endpointStates.map((state) => ({ metric: supervisionMetrics.webhookEndpoints, value: of('endpoints', state), labels: { state } })),
    ];
  }
}
