import type { Attendance, Official, SessionChannel, StoredQuestionState, UnitRef } from '@wenzheng/contracts';
import type { SessionFact } from './session-facts.rules.js';

/** What was done with a question of a session. */
export interface PlacedQuestion {
  stored: StoredQuestionState | null;
  mergedInto: string | null;
  /** Why it is not published. */
  reason: string | null;
  speaker: Official | null;
  answeredAt: Date | null;
}

/** 在线访谈, 网民座谈会, as its facts tell it. */
export interface SessionState {
  sessionId: string;
  number: string;
  channel: SessionChannel;
  title: string;
  unit: UnitRef;
  principal: Official | null;
  scheduledAt: Date;
  startsAt: Date;
  endsAt: Date;
  shortNoticeReason: string | null;
  postponement: { at: Date; reason: string; firstStartsAt: Date } | null;
  cancellation: { at: Date; reason: string } | null;
  opening: { at: Date; coachedAt: Date | null; uncoachedReason: string | null } | null;
  closing: { at: Date; attendance: Attendance; attendedBy: Official; absenceReason: string | null; summary: string | null } | null;
  /** By message. Of what nobody has touched nothing stands here. */
  questions: ReadonlyMap<string, PlacedQuestion>;
}

export type SessionStage = 'announced' | 'live' | 'unrecorded' | 'cancelled' | Attendance;

/** `unrecorded`: its time is over, and nobody has opened it. */
export function sessionStage({ cancellation, opening, closing, endsAt }: SessionState, now: Date): SessionStage {
  if (cancellation) return 'cancelled';
  if (closing) return closing.attendance;
  if (opening) return 'live';
  return now < endsAt ? 'announced' : 'unrecorded';
}

export const isOver = ({ cancellation, closing }: SessionState): boolean => cancellation !== null || closing !== null;

/** In the order that intake gave them, whatever order they came in; null while it is not known what was announced. */
export function sessionOf(facts: readonly SessionFact[]): SessionState | null {
  const inOrder = facts.toSorted((a, b) => a.sequence - b.sequence);
  const announced = inOrder.find((fact) => fact.type === 'scheduled')?.data;
  if (!announced) return null;
  const questions = new Map<string, PlacedQuestion>();
  const session: SessionState = {
    sessionId: announced.sessionId, number: announced.sessionNumber, channel: announced.channel, title: announced.title, unit: announced.unit, principal: announced.principal ?? null,
    scheduledAt: new Date(announced.scheduledAt), startsAt: new Date(announced.startsAt), endsAt: new Date(announced.endsAt), shortNoticeReason: announced.shortNoticeReason ?? null, postponement: null, cancellation: null, opening: null, closing: null, questions,
  };
  for (const fact of inOrder) {
    switch (fact.type) {
      case 'postponed':
        session.postponement = { at: new Date(fact.data.postponedAt), reason: fact.data.reason, firstStartsAt: session.startsAt };
        Object.assign(session, { startsAt: new Date(fact.data.startsAt), endsAt: new Date(fact.data.endsAt) });
        break;
      case 'cancelled':
        session.cancellation = { at: new Date(fact.data.cancelledAt), reason: fact.data.reason };
        break;
      case 'opened':
        session.opening = { at: new Date(fact.data.openedAt), coachedAt: fact.data.coachedAt === null ? null : new Date(fact.data.coachedAt), uncoachedReason: fact.data.uncoachedReason };
        break;
      case 'closed': {
        const { closedAt, attendance, attendedBy, absenceReason, summary } = fact.data;
        session.closing = { at: new Date(closedAt), attendance, attendedBy, absenceReason, summary };
        break;
      }
      case 'question-moved': {
        const { messageId, state, mergedInto, reason } = fact.data;
        questions.set(messageId, { ...untouched, stored: state === 'waiting' ? null : state, mergedInto, reason });
        break;
      }
      case 'question-answered': {
        const { messageId, mergedInto, speaker, answeredAt } = fact.data;
        questions.set(messageId, { ...untouched, stored: mergedInto === null ? 'answered' : 'merged', mergedInto, speaker, answeredAt: new Date(answeredAt) });
        break;
      }
      default:
    }
  }
  return session;
}

export const untouched: PlacedQuestion = { stored: null, mergedInto: null, reason: null, speaker: null, answeredAt: null };
