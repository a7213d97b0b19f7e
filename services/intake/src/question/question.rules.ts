import type { Ending, MessageKind } from '@wenzheng/contracts';

/** Where a host may put a question. */
export const placings = ['waiting', 'chosen', 'answering', 'merged', 'carried-over', 'not-published'] as const;
export type Placing = (typeof placings)[number];

/** 待选、已选、嘉宾作答中、现场已答、合并、会后办理、不予发布, and 已撤回 by its writer. Every question of a session stands in one of them. */
export const questionStates = [...placings, 'answered', 'withdrawn'] as const;
export type QuestionState = (typeof questionStates)[number];
export const storedQuestionStates = ['chosen', 'answering', 'answered', 'merged', 'carried-over', 'not-published'] as const;
export type StoredQuestionState = (typeof storedQuestionStates)[number];

export interface SessionOfQuestion {
  isOpen: boolean;
  isCancelled: boolean;
  isClosed: boolean;
}

const isSettled = (state: StoredQuestionState): boolean => state !== 'chosen' && state !== 'answering';

/** Nobody has to move a question when a session ends: what was not settled in it is carried over, and so is what comes in that moment. */
export function stateOf(stored: StoredQuestionState | null, ending: Ending, { isCancelled, isClosed }: Pick<SessionOfQuestion, 'isCancelled' | 'isClosed'>): QuestionState {
  if (stored === 'answered') return 'answered';
  if (ending === 'withdrawn') return 'withdrawn';
  if (stored && isSettled(stored)) return stored;
  return isCancelled || isClosed ? 'carried-over' : (stored ?? 'waiting');
}

const ways: Record<QuestionState, readonly Placing[]> = {
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
const inPublic: readonly Placing[] = ['chosen', 'answering', 'merged'];

export function placingRefusal(session: SessionOfQuestion, question: QuestionStanding, to: Placing, into: QuestionStanding | null) {
  const over = overRefusal(session);
  if (over) return over;
  if (!ways[question.state].includes(to)) return 'intake.question-cannot-move';
  if (question.kind === 'report' && inPublic.includes(to)) return 'intake.question-not-for-session';
  if (to === 'answering' && !session.isOpen) return 'intake.session-not-open';
  if (question.isLead && (to === 'merged' || to === 'not-published')) return 'intake.question-leads-others';
  if (to !== 'merged') return null;
  return into && into.messageId !== question.messageId && mayLead(into) ? null : 'intake.question-merge-wrong';
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

export type QuestionCounts = Record<QuestionState, number>;

/** They add up to what was received: each question stands in one state and no other. */
export function countsOf(groups: readonly { stored: StoredQuestionState | null; ending: Ending; count: number }[], session: Pick<SessionOfQuestion, 'isCancelled' | 'isClosed'>): { received: number; counts: QuestionCounts } {
  const counts = Object.fromEntries(questionStates.map((state) => [state, 0])) as QuestionCounts;
  for (const { stored, ending, count } of groups) counts[stateOf(stored, ending, session)] += count;
  return { received: groups.reduce((sum, { count }) => sum + count, 0), counts };
}
