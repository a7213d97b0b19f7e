import type { LiveQuestion } from '../../../api/schemas.js';

export interface Speaker {
  name: string;
  post: string;
}

/** Who may be named by one touch: the principal who was announced, and whoever has spoken already. */
export function speakersOf(principal: Speaker | null, questions: readonly Pick<LiveQuestion, 'answer'>[]): Speaker[] {
  const spoken = questions.flatMap(({ answer }) => answer?.speaker ?? []);
  const all = [...(principal ? [principal] : []), ...spoken];
  return all.filter((one, index) => all.findIndex(({ name, post }) => name === one.name && post === one.post) === index);
}

/** 实录: what was answered, in the order in which it was. */
export const transcriptOf = <Question extends Pick<LiveQuestion, 'answer'>>(questions: readonly Question[]): (Question & { answer: NonNullable<Question['answer']> })[] =>
  questions
    .filter((question): question is Question & { answer: NonNullable<Question['answer']> } => question.answer !== null)
    .toSorted((one, other) => (one.answer.answeredAt < other.answer.answeredAt ? -1 : 1));
