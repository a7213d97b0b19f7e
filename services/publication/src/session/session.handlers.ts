import { Controller } from '@nestjs/common';
import { interviewPlanChanged, questionAnswered, questionMoved, sessionCancelled, sessionClosed, sessionOpened, sessionPostponed, sessionScheduled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { InterviewPlanEntity } from './interview-plan.entity.js';
import { SessionFactEntity } from './session-fact.entity.js';
import { sessionFactOf } from './session-facts.rules.js';

@Controller()
export class SessionHandlers {
  @OnEvent(sessionScheduled, sessionPostponed, sessionCancelled, sessionOpened, sessionClosed, questionMoved, questionAnswered)
  async onSession(events: EventEnvelope<{ sessionId: string }>[], { manager }: EventContext): Promise<void> {
    await insertRows(manager, SessionFactEntity, events.map(sessionFactOf), { onConflict: 'ignore' });
  }

  /** Of each year its newest, whatever order they come in. */
  @OnEvent(interviewPlanChanged)
  async onPlan(events: EventEnvelope<EventData<typeof interviewPlanChanged>>[], { manager }: EventContext): Promise<void> {
    const newest = new Map(events.toSorted((a, b) => a.sequence - b.sequence).map(({ sequence, data }) => [data.year, { ...data, sequence, changedAt: new Date(data.changedAt) }]));
    const rows = [...newest.values()].sort((a, b) => a.year - b.year);
    await insertRows(manager, InterviewPlanEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > interview_plan.sequence' } });
  }
}
