import type { MessageKind, QuestionPlacing, QuestionState } from '@wenzheng/contracts';

export interface SessionOfQuestion {
  isOpen: boolean;
  isCancelled: boolean;
  isClosed: boolean;
}

const ways: Record<QuestionState, readonly QuestionPlacing[]> = {
  waiting: ['chosen', 'answering', 'merged', 'carried-over', 'not-published'],
  chosen: ['waiting', 'answering', 'merged', 'carried-over', 'not-published'],
  answering: ['chosen', 'carried-over'],
  merged: ['waiting'],
  'carried-over': ['waiting', 'chosen'],
  'not-published': ['waiting'],
  answered: [],
  withdrawn: [],
};

/** A question as far as decisions about it need it. */
export interface QuestionStanding {
  messageId: string;
  kind: MessageKind | null;
  state: QuestionState;
  /** Whether others were merged into it. */
  isLead: boolean;
}

/** The public hears of it in the session: nothing of a report of wrongdoing 举报, which is not its unit's either. */
const inPublic: readonly QuestionPlacing[] = ['chosen', 'answering', 'merged'];

export function placingRefusal(session: SessionOfQuestion, question: QuestionStanding, to: QuestionPlacing, into: QuestionStanding | null) {
  const refusal = movingRefusal(session, question, to);
  if (refusal || to !== 'merged') return refusal;
  return into && into.messageId !== question.messageId && mayLead(into) ? null : 'intake.question-merge-wrong';
}

/** Whatever it would be merged into. */
export function movingRefusal(session: SessionOfQuestion, question: QuestionStanding, to: QuestionPlacing) {
  const over = overRefusal(session);
  if (over) return over;
  if (!ways[question.state].includes(to)) return 'intake.question-cannot-move';
  if (question.kind === 'report' && inPublic.includes(to)) return 'intake.question-not-for-session';
  if (to === 'answering' && !session.isOpen) return 'intake.session-not-open';
  return question.isLead && (to === 'merged' || to === 'not-published') ? 'intake.question-leads-others' : null;
}

const mayLead = ({ kind, state }: QuestionStanding): boolean => kind !== 'report' && (state === 'waiting' || state === 'chosen' || state === 'answering' || state === 'answered');

/** Live: while the session is open, of what a guest is answering or was chosen to answer. */
export function answerRefusal(session: SessionOfQuestion, question: QuestionStanding) {
  const over = overRefusal(session);
  if (over) return over;
  if (!session.isOpen) return 'intake.session-not-open';
  if (question.kind === 'report') return 'intake.question-not-for-session';
  return question.state === 'chosen' || question.state === 'answering' ? null : 'intake.question-cannot-move';
}

const overRefusal = ({ isCancelled, isClosed }: SessionOfQuestion) => (isCancelled ? 'intake.session-cancelled' : isClosed ? 'intake.session-closed' : null);

export const isOver = ({ isCancelled, isClosed }: Pick<SessionOfQuestion, 'isCancelled' | 'isClosed'>): boolean => isCancelled || isClosed;
