import type { UnitRef } from '@wenzheng/contracts';
import { endOfBusinessDate } from '@wenzheng/working-days';
import type { DeadlineState } from '../../deadline/deadline.rules.js';
import type { CountName, RateName, Rating, StageName } from '../figures/definitions.js';
import type { Figures } from '../figures/figures.rules.js';

/** One message as its events alone tell it. */
export interface ToldMessage {
  state: DeadlineState;
  urged: boolean;
}

export interface Recounted {
  totals: Figures;
  units: { unit: UnitRef | null; figures: Figures }[];
  channels: { channel: string; figures: Figures }[];
  kinds: { kind: string | null; figures: Figures }[];
}

/**
 * The figures once more, message by message over plain objects: it shares the rules of a deadline with the statistics of the
 * database, and nothing of how they count.
 */
export function recount(messages: readonly ToldMessage[], cutOff: Date): Recounted {
  const by = <Key>(keyOf: (message: ToldMessage) => Key) =>
    [...Map.groupBy(messages, keyOf)].map(([key, group]) => ({ key, figures: figuresOf(group, cutOff), group }));
  return {
    totals: figuresOf(messages, cutOff),
    units: by(({ state }) => state.unit?.code ?? null).map(({ figures, group }) => ({ unit: group[0]?.state.unit ?? null, figures })),
    channels: by(({ state }) => state.channel).map(({ key, figures }) => ({ channel: key, figures })),
    kinds: by(({ state }) => state.kind).map(({ key, figures }) => ({ kind: key, figures })),
  };
}

/** What one message is counted among. */
export function countedAmong({ state, urged }: ToldMessage, cutOff: Date): Set<CountName> {
  const { ending } = state;
  const among = new Set<CountName>(['registered']);
  const add = (name: CountName, isTrue: boolean | null) => isTrue && among.add(name);
  const isAnswered = ending === 'publicly-answered' || ending === 'privately-answered';
  const isOpen = ending === 'open';
  const isOverdue = isOpen && !state.historical && state.overdueAt !== null && state.overdueAt <= cutOff;
  const waits = isOpen && state.answer !== null && state.overdueAt === null;
  const isPast = state.dueOn !== null && !state.provisional && endOfBusinessDate(state.dueOn) <= cutOff;
  add('valid', ending !== 'ruled-invalid');
  add('answerable', isAnswered || isOpen);
  add('answered', isAnswered);
  add('publiclyAnswered', ending === 'publicly-answered');
  add('privatelyAnswered', ending === 'privately-answered');
  add('ruledInvalid', ending === 'ruled-invalid');
  add('merged', ending === 'merged');
  add('transferred', ending === 'transferred');
  add('withdrawn', ending === 'withdrawn');
  add('answeredWithin3WorkingDays', isAnswered && state.withinReplyDue);
  add('answeredWithin10WorkingDays', isAnswered && state.withinFinalDue);
  add('answeredLater', isAnswered && state.withinFinalDue === false);
  add('submittedInTime', isAnswered && state.submittedInTime);
  add('publishedInTime', isAnswered && state.publishedInTime);
  add('judgedBySubmission', isOverdue || (isAnswered && state.submittedInTime !== null));
  add('judgedByPublication', isOverdue || (waits && isPast && !state.historical) || (isAnswered && state.publishedInTime !== null));
  add('open', isOpen);
  add('overdue', isOverdue);
  add('historicalOpen', isOpen && state.historical);
  add('underReview', waits);
  add('extended', state.extension?.inForceUntil != null);
  add('interimOnly', isOpen && state.interimPublishedAt !== null);
  add('urged', urged);
  return among;
}

const groundOf = ({ state }: ToldMessage): string => state.end?.ground ?? 'unknown';

function figuresOf(messages: readonly ToldMessage[], cutOff: Date): Figures {
  const among = messages.map((message) => countedAmong(message, cutOff));
  const count = (name: CountName) => among.filter((names) => names.has(name)).length;
  const answered = messages.filter((_, index) => among[index]?.has('answered')).map(({ state }) => state);
  const rated = (rating: Rating) => messages.filter(({ state }) => state.ending !== 'open' && state.rating === rating).length;
  const invalid = messages.filter((_, index) => among[index]?.has('ruledInvalid'));
  const reasons = [...new Set(invalid.map(groundOf))].sort();
  const names: CountName[] = [
    'registered', 'valid', 'answerable', 'answered', 'answeredWithin3WorkingDays', 'answeredWithin10WorkingDays', 'answeredLater', 'submittedInTime',
    'publishedInTime', 'judgedBySubmission', 'judgedByPublication', 'publiclyAnswered', 'privatelyAnswered', 'ruledInvalid', 'merged', 'transferred',
    'withdrawn', 'open', 'overdue', 'historicalOpen', 'underReview', 'extended', 'interimOnly', 'urged',
  ];
  const rate = (top: number, bottom: number) => ({ count: top, of: bottom, percent: percent(top, bottom) });
  const days = (of: (state: DeadlineState) => number | null) => stage(answered.map(of).filter((value) => value !== null));
  const less = (end: number | null, start: number | null) => (end === null || start === null ? null : end - start);
  const [satisfied, basicallySatisfied, dissatisfied] = [rated('satisfied'), rated('basically-satisfied'), rated('dissatisfied')];
  const n = satisfied + basicallySatisfied + dissatisfied;
  return {
    ...(Object.fromEntries(names.map((name) => [name, count(name)])) as Record<CountName, number>),
    invalidByReason: Object.fromEntries(reasons.map((reason) => [reason, invalid.filter((one) => groundOf(one) === reason).length])),
    rates: {
      answered: rate(count('answered'), count('answerable')),
      submittedInTime: rate(count('submittedInTime'), count('judgedBySubmission')),
      publishedInTime: rate(count('publishedInTime'), count('judgedByPublication')),
    } satisfies Record<RateName, unknown>,
    stages: {
      routing: days((state) => state.workingDaysToAssignment),
      handling: days((state) => less(state.workingDaysToSubmission, state.workingDaysToAssignment)),
      review: days((state) => less(state.workingDaysToPublication, state.workingDaysToSubmission)),
      submission: days((state) => state.workingDaysToSubmission),
      publication: days((state) => state.workingDaysToPublication),
    } satisfies Record<StageName, unknown>,
    satisfaction: { n, satisfied, basicallySatisfied, dissatisfied, percent: percent(satisfied + basicallySatisfied, n) },
  };
}

/** By long division: the whole per cents, then two digits, and a rest of half or more rounds up. */
function percent(top: number, bottom: number): string | null {
  if (bottom === 0) return null;
  let hundredths = 0;
  let rest = top;
  for (const times of [100, 10, 10]) {
    hundredths = hundredths * (times === 100 ? 1 : 10) + Math.floor((rest * times) / bottom);
    rest = (rest * times) % bottom;
  }
  if (rest * 2 >= bottom) hundredths += 1;
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function stage(values: number[]): Figures['stages'][StageName] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil((sorted.length * share) / 10) - 1)] ?? null;
  return { n: sorted.length, median: at(5), p90: at(9), unit: 'working days' };
}
