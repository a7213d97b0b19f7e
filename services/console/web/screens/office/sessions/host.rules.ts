import type { LiveQuestion } from '../../../api/schemas.js';

type Question = Pick<LiveQuestion, 'messageId' | 'state' | 'kind' | 'title' | 'text' | 'mergedInto'>;
export type State = LiveQuestion['state'];
export type Action = LiveQuestion['allowedActions'][number]['action'];

/** What is at work, and what is done with; within each as a host needs it. */
export const atWork: readonly State[] = ['answering', 'chosen'];
export const settled: readonly State[] = ['answered', 'merged', 'carried-over', 'not-published', 'withdrawn'];

/** The letter of each deed, and the order of its button. */
export const actionKeys: readonly (readonly [Action, string])[] = [
  ['chosen', 'c'], ['answering', 'a'], ['answered', 't'], ['merged', 'm'], ['carried-over', 'l'], ['not-published', 'n'], ['waiting', 'w'],
];

export const inState = <One extends Pick<Question, 'state'>>(questions: readonly One[], state: State): One[] => questions.filter((question) => question.state === state);

/** 收到57 = …: each state that has one, in the order in which a question goes through them. */
const order: readonly State[] = ['waiting', 'chosen', 'answering', 'answered', 'merged', 'carried-over', 'not-published', 'withdrawn'];
export function sumOf(questions: readonly Pick<Question, 'state'>[]): { received: number; parts: { state: State; count: number }[] } {
  const parts = order.map((state) => ({ state, count: inState(questions, state).length })).filter(({ count }) => count > 0);
  return { received: questions.length, parts };
}

/** Into what a question may be merged: another that is still open or was answered. Reports of wrongdoing 举报 are shown to nobody here. */
export function leadsFor<One extends Question>(question: Question, questions: readonly One[]): { lead: One; likeness: number }[] {
  const leads = questions.filter(({ messageId, state, kind }) => messageId !== question.messageId && kind !== 'report' && (state === 'waiting' || state === 'answered' || atWork.includes(state)));
  return leads.map((lead) => ({ lead, likeness: likenessOf(wordsOf(question), wordsOf(lead)) })).toSorted((one, other) => other.likeness - one.likeness);
}

/** From here on two questions look like the same. */
export const alike = 0.4;

const wordsOf = ({ title, text }: Pick<Question, 'title' | 'text'>): string => text ?? title ?? '';

/** How much of the shorter text's pairs of characters the other has too, from 0 to 1. */
export function likenessOf(one: string, other: string): number {
  const [pairs, others] = [pairsOf(one), pairsOf(other)];
  const common = [...pairs].filter((pair) => others.has(pair)).length;
  const shorter = Math.min(pairs.size, others.size);
  return shorter === 0 ? 0 : common / shorter;
}

function pairsOf(text: string): Set<string> {
  const characters = [...text.replaceAll(/[^\p{L}\p{N}]/gu, '')];
  return new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
}
