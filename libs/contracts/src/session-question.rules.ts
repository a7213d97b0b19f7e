import type { Ending } from './vocabulary.js';

/** Where the host of a session may put a question 提问. */
export const questionPlacings = ['waiting', 'chosen', 'answering', 'merged', 'carried-over', 'not-published'] as const;
export type QuestionPlacing = (typeof questionPlacings)[number];

/** 待选、已选、嘉宾作答中、重复合并、会后办理、未予发布; 现场已答; and 已撤回 by its writer. Every question of a session stands in one of them. */
export const questionStates = [...questionPlacings, 'answered', 'withdrawn'] as const;
export type QuestionState = (typeof questionStates)[number];
export const storedQuestionStates = ['chosen', 'answering', 'answered', 'merged', 'carried-over', 'not-published'] as const;
export type StoredQuestionState = (typeof storedQuestionStates)[number];

/**
 * Nobody has to move a question when a session ends: what was not settled in it is carried over, and so is what comes in that moment.
 * @param isOver the session is closed or cancelled
 */
export function questionStateOf(stored: StoredQuestionState | null, ending: Ending, isOver: boolean): QuestionState {
  if (stored === 'answered') return 'answered';
  if (ending === 'withdrawn') return 'withdrawn';
  if (stored && stored !== 'chosen' && stored !== 'answering') return stored;
  return isOver ? 'carried-over' : (stored ?? 'waiting');
}

export type QuestionCounts = Record<QuestionState, number> & { received: number };

/** They add up to what was received: each question stands in one state and no other. */
export function countQuestions(groups: readonly { stored: StoredQuestionState | null; ending: Ending; count: number }[], isOver: boolean): QuestionCounts {
  const counts = Object.fromEntries(questionStates.map((state) => [state, 0])) as Record<QuestionState, number>;
  for (const { stored, ending, count } of groups) counts[questionStateOf(stored, ending, isOver)] += count;
  return { received: groups.reduce((sum, { count }) => sum + count, 0), ...counts };
}
