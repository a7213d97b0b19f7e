import {
  createEvent,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  escalationRaised,
  escalationWithdrawn,
  reminderIssued,
  type EventData,
  type EventEnvelope,
} from '@wenzheng/contracts';
import type { StoredDeadline } from '../deadline/deadline-rows.js';
import type { Timer } from '../deadline/timer/timers.js';
import { noLongerCalledFor, type FiredStep, type Step } from '../deadline/ladder.rules.js';
import { fireDue } from '../deadline/transition.rules.js';
import type { Withdrawn } from '../escalation/escalation-rows.js';
import type { LadderStep } from '../rulebook/policy/policy.rules.js';

type Escalation = EventData<typeof escalationRaised>;

/** What one due deadline brings about. */
export interface Effect extends Timer {
  fired: Step[];
  withdrawn: FiredStep[];
  escalations: Escalation[];
  envelopes: EventEnvelope[];
}

interface Addressed extends Pick<Escalation, 'level' | 'to'> {
  /** While the message waits for a unit: the office that assigns hears first, and the bureau, which supervises units, never. */
  withoutUnit: Escalation['to'];
}

const escalationOf: Partial<Record<LadderStep, Addressed>> = {
  'escalation-1': { level: 1, to: 'supervision-office', withoutUnit: 'information-office' },
  'escalation-2': { level: 2, to: 'supervision-office', withoutUnit: 'supervision-office' },
  'escalation-3': { level: 3, to: 'inspection-bureau', withoutUnit: 'supervision-office' },
};

/** The escalations of this deadline that no longer stand. */
export const withdrawnLevels = ({ messageId, steps, fired }: StoredDeadline): Omit<Withdrawn, 'escalationId'>[] =>
  noLongerCalledFor(steps, fired).flatMap(({ step }) => {
    const level = escalationOf[step]?.level;
    return level === undefined ? [] : [{ messageId, level }];
  });

/** `sent` counts the events about the message so far, `gone` are the escalations that have been withdrawn with {@link withdrawnLevels}, `handover` when people can next be reached. */
export function effectOf(deadline: StoredDeadline, sent: number, now: Date, newId: () => string, gone: readonly Withdrawn[] = [], handover = now): Effect {
  const { fire, withdraw, nextFireAt } = fireDue(deadline, now, handover);
  const { messageId } = deadline;
  const { dueOn: replyDueOn, finalDueOn } = deadline.announced;
  const escalations: Escalation[] = [];
  const envelopes: EventEnvelope[] = [];
  let sequence = sent;
  const details = () => ({ subject: messageId, sequence: (sequence += 1), time: now });

  if (withdraw.some(({ step }) => step === 'overdue')) {
    envelopes.push(createEvent(deadlineOverdueWithdrawn, { ...details(), data: { messageId, withdrawnAt: now.toISOString() } }));
  }
  for (const { escalationId, level } of gone) {
    envelopes.push(createEvent(escalationWithdrawn, { ...details(), data: { escalationId, messageId, level, withdrawnAt: now.toISOString() } }));
  }
  for (const { step, at, issue } of fire) {
    // Drafted for an officer to sign, not sent.
    if (issue === 'on-signature') continue;
    if (replyDueOn === null) throw new Error('a step is due for a message without a due date');
    const about = { messageId, unit: deadline.unit, replyDueOn };
    const raised = escalationOf[step];
    if (raised) {
      const data = {
        ...about, level: raised.level, to: deadline.unit ? raised.to : raised.withoutUnit, finalDueOn, escalationId: newId(), messageNumber: deadline.messageNumber, channel: deadline.channel,
        raisedAt: now.toISOString(),
      };
      escalations.push(data);
      envelopes.push(createEvent(escalationRaised, { ...details(), data }));
    } else if (step === 'overdue') {
      envelopes.push(createEvent(deadlineOverdue, { ...details(), data: { ...about, overdueSince: at.toISOString(), finalDueOn } }));
    } else if (step === 'reminder' || step === 'urging') {
      envelopes.push(createEvent(reminderIssued, { ...details(), data: { ...about, step, issuedAt: now.toISOString() } }));
    }
  }
  return { messageId, fired: fire, withdrawn: withdraw, escalations, envelopes, sequence, nextFireAt };
}
