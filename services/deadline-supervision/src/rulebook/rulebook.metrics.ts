import { Inject, Injectable } from '@nestjs/common';
import { Metrics, type MetricDefinition } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';
import { daysLeft } from './calendar/reach.rules.js';
import { Rulebook } from './rulebook.js';

export const rulebookMetrics = {
  calendarDaysLeft: { name: 'wenzheng_calendar_days_left', type: 'gauge', help: 'Days until the last day of which the notices of the State Council are loaded', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

@Injectable()
export class RulebookMetrics {
  constructor(@Inject(Metrics) metrics: Metrics, @Inject(Rulebook) rulebook: Rulebook, @Inject(CLOCK) clock: Clock) {
    const { calendarDaysLeft } = rulebookMetrics;
    metrics.observe([calendarDaysLeft], () => [{ metric: calendarDaysLeft, value: daysLeft(rulebook.calendar, businessDateOf(clock.now())) }]);
  }
}
