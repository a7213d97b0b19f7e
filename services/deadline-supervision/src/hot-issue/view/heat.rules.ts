import { pairsOf, runOf, unitsOf } from '../terms/words.rules.js';

/** Heat is the number of distinct people of the last fortnight. */
export const fortnightDays = 14;

/** How many times as many people as in the fortnight before. */
export const growthOf = ({ people, before }: { people: number; before: number }): number =>
  Math.round((100 * people) / Math.max(1, before)) / 100;

/** Likes tell issues apart as their number doubles, and no further than this. */
const mostDoublings = 10;
export const warmthOf = (likes: number): number => Math.min(Math.log2(1 + likes), mostDoublings);

export interface Heat {
  issueId: string;
  /** Distinct people of the last fortnight, of its best one, and of all the time. */
  heat: number;
  peakPeople: number;
  people: number;
  likes: number;
  raisedAt: Date;
}

/** Hottest first. People make heat; likes decide between issues that as many people speak of. */
export const byHeat = (one: Heat, other: Heat): number =>
  other.heat - one.heat ||
  other.peakPeople - one.peakPeople ||
  other.people - one.people ||
  warmthOf(other.likes) - warmthOf(one.likes) ||
  one.raisedAt.getTime() - other.raisedAt.getTime() ||
  (one.issueId < other.issueId ? -1 : 1);

/** A phrase by which an issue is known. */
interface Phrase {
  text: string;
  wording?: string;
}

export interface Shared {
  anchor: Phrase | null;
  matters: readonly (Phrase & { people: number; rarity: number })[];
}

export interface MemberWords {
  person: string;
  fragments: readonly string[];
  moved: boolean;
}

const wordingOf = ({ text, wording }: Phrase): string => wording ?? text;

/** What the people speak about and the strongest of what they say about it. */
export function titleOf(anchor: Phrase | null, matters: Shared['matters']): string {
  const [strongest] = matters.toSorted((a, b) => b.people * b.rarity - a.people * a.rarity || (a.text < b.text ? -1 : 1));
  return [anchor, strongest].flatMap((phrase) => (phrase ? wordingOf(phrase) : [])).join(' · ') || '（尚无共同用语）';
}

/** 同一地点多种诉求: it shares the place with the others and nothing of their matters. What an officer put there is never aside. */
export function isAside({ matters }: Pick<Shared, 'matters'>, { fragments, moved }: Pick<MemberWords, 'fragments' | 'moved'>): boolean {
  if (moved || matters.length === 0) return false;
  const own = new Set(fragments.flatMap((fragment) => pairsOf(unitsOf(runOf(fragment)))));
  return !matters.some(({ text }) => pairsOf(unitsOf(text)).some((pair) => own.has(pair)));
}

/** The shared phrases, each with how many people use it. */
export function aboutOf({ anchor, matters }: Shared, members: readonly MemberWords[]) {
  const usersOf = (text: string) => new Set(members.filter(({ fragments }) => fragments.some((one) => runOf(one).includes(text))).map(({ person }) => person)).size;
  const phrases = [...(anchor ? [{ phrase: anchor, part: 'place' as const }] : []), ...matters.map((phrase) => ({ phrase, part: 'matter' as const }))];
  return phrases.map(({ phrase, part }) => ({ term: wordingOf(phrase), part, people: usersOf(phrase.text) })).sort((a, b) => (a.part === b.part ? b.people - a.people : a.part === 'place' ? -1 : 1));
}
