// What can happen to a message, for the properties of the deadline: facts at random minutes of its first twenty days, policies within the
// law, and calendars that amend the year's notice.
import type { ChannelName } from '@wenzheng/contracts';
import { addDays, businessDateOf, startOfBusinessDate, stateCouncilCalendar, stateCouncilNotices, WorkingCalendar, type Notice } from '@wenzheng/working-days';
import fc from 'fast-check';
import { describedPolicy, shippedPolicies, valuesOf } from '../../rulebook/policy/default-policy.rules.js';
import { policyOn, type Policy } from '../../rulebook/policy/policy.rules.js';
import type { Fact } from '../fact.rules.js';
import {
  amendment,
  assigned,
  extensionPublished,
  extensionSubmitted,
  gateReturned,
  objectionDecided,
  published,
  registered,
  returned,
  ruledInvalid,
  sessionCancelled,
  sessionId,
  sessionPostponed,
  sessionScheduled,
  submitted,
  transferred,
  withdrawn,
} from './histories.fixture.js';
import type { RuleVersions } from '../transition.rules.js';
import { naiveCalendar, type NaiveCalendar, type NaivePolicy } from './naive-model.fixture.js';

const minute = 60_000;

const happening = (from: number) => {
  const after = fc.integer({ min: 1, max: 20 * 24 * 60 }).map((minutes) => new Date(from + minutes * minute).toISOString());
  const later = fc.integer({ min: 0, max: 3 * 24 * 60 });
  const plus = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * minute).toISOString();
  const reply = fc.integer({ min: 1, max: 3 });
  const visibility = fc.constantFrom('public' as const, 'private' as const);
  const promised = fc.integer({ min: 0, max: 40 }).map((days) => addDays(businessDateOf(new Date(from)), days));
  return fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 9 })).map(([sequence]) => assigned(sequence)),
    fc.tuple(fc.integer({ min: 10, max: 19 })).map(([sequence]) => returned(sequence)),
    fc.tuple(after, reply, fc.boolean()).map(([instant, n, interim]) => submitted(instant, n, interim)),
    fc.tuple(after, reply).map(([instant, n]) => gateReturned(instant, n)),
    fc.tuple(after, later, reply, visibility, fc.boolean()).map(([instant, wait, n, seen, interim]) =>
      published(instant, plus(instant, wait), n, { visibility: seen, interim })),
    fc.tuple(after, reply).map(([instant, n]) => ruledInvalid(instant, n)),
    fc.tuple(fc.constantFrom('upheld' as const, 'rejected' as const), reply).map(([outcome, n]) => objectionDecided(outcome, n)),
    fc.oneof(after.map(withdrawn), fc.tuple(after, later).map(([instant, wait]) => transferred(instant, plus(instant, wait)))),
    fc.tuple(after, promised, reply).map(([instant, date, n]) => extensionSubmitted(instant, date, n)),
    fc.tuple(after, later, promised, reply).map(([instant, wait, date, n]) => extensionPublished(instant, plus(instant, wait), date, n)),
  );
};

/** Corrections and supplements of whatever was replied, or of nothing that is known. */
export const amendments: fc.Arbitrary<Fact[]> = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 400 * 24 * 60 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom('corrects' as const, 'supplements' as const), fc.integer({ min: 1, max: 3 }))
      .map(([minutes, n, field, m]) => {
        const at = (more: number) => new Date(Date.parse('2025-09-01T00:00:00Z') + (minutes + more) * minute).toISOString();
        return amendment(at(0), at(30), n, field, m);
      }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.flat());

const hour = 60 * minute;

/** A session that is announced around the time of the question, put off and called off as often as anybody may say so, in season and out of it. */
const sessionAround = (from: number): fc.Arbitrary<Fact[]> => {
  const times = (days: fc.Arbitrary<number>) =>
    fc.tuple(days, fc.integer({ min: 0, max: 21 }), fc.integer({ min: 1, max: 2 })).map(([day, begins, lasts]) => {
      const start = startOfBusinessDate(addDays(businessDateOf(new Date(from)), day)).getTime() + begins * hour;
      return [new Date(start).toISOString(), new Date(start + lasts * hour).toISOString()] as const;
    });
  const said = fc.integer({ min: -10 * 24, max: 50 * 24 }).map((hours) => new Date(from + hours * hour).toISOString());
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(said, times(fc.integer({ min: -2, max: 60 }))).map(([at, [start, end]]) => (sequence: number) => sessionPostponed(sequence, at, start, end)) },
    { weight: 1, arbitrary: said.map((at) => (sequence: number) => sessionCancelled(sequence, at)) },
  );
  return fc
    .tuple(times(fc.integer({ min: -1, max: 30 })), fc.constantFrom('interview' as const, 'interview' as const, 'forum' as const), fc.array(change, { maxLength: 3 }))
    .map(([[start, end], channel, changes]) => [sessionScheduled(start, end, channel), ...changes.map((make, index) => make(index + 2))]);
};

/** From 2008 to the middle of 2026, so that every date is settled. */
const settledMinute = fc.integer({ min: Date.parse('2008-01-01T00:00:00Z') / minute, max: Date.parse('2026-06-30T00:00:00Z') / minute });

const isOfSession = ({ type }: Fact): boolean => type.startsWith('session-');
/** What alone gives a message its cap. */
export const registrationAndSession = (facts: readonly Fact[]): Fact[] => facts.filter((fact) => fact.type === 'registered' || isOfSession(fact));

const historyFrom = (start: number, channel: ChannelName) =>
  fc
    .tuple(fc.array(happening(start * minute), { maxLength: 8 }), fc.oneof(fc.constant([]), sessionAround(start * minute)))
    .map(([facts, session]): Fact[] => [registered(new Date(start * minute).toISOString(), { channel, sessionId: session.length > 0 ? sessionId : null }), ...session, ...facts]);

/** Of the board, where a session changes nothing, or of an interview. */
export const history = fc.tuple(settledMinute, fc.constantFrom('board' as const, 'interview' as const)).chain(([start, channel]) => historyFrom(start, channel));

/** In any order, some of it twice. */
export const disturbedFrom = (facts: Fact[]) =>
  fc.array(fc.constantFrom(...facts), { maxLength: 4 }).chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }));
export const disturbed = history.chain((facts) => fc.tuple(fc.constant(facts), disturbedFrom(facts)));

/** Within what the regulation states for the board, and a wide range elsewhere. */
const numbersOf = (channel: ChannelName): fc.Arbitrary<NaivePolicy> => {
  const [reply, final, extensions] = channel === 'board' ? [3, 10, 1] : [8, 30, 3];
  return fc
    .record({ reply: fc.integer({ min: 1, max: reply }), more: fc.integer({ min: 0, max: final - reply }), within: fc.double({ min: 0, max: 1, noNaN: true }),
      extensions: fc.integer({ min: 0, max: extensions }), close: fc.constantFrom('24:00', '17:30', '12:00') })
    .map(({ reply: due, more, within, ...rest }) => ({ ...rest, reply: due, final: due + more, extensionWithin: Math.round(within * due) }));
};

export function policyOf(channel: ChannelName, ordinal: number, effectiveFrom: string, numbers: NaivePolicy): Policy {
  const shipped = valuesOf(policyOn(shippedPolicies, channel, effectiveFrom).rules);
  const rules = describedPolicy(channel, {
    ...shipped, replyWorkingDays: numbers.reply, finalWorkingDays: numbers.final, extensionWithinWorkingDays: numbers.extensionWithin,
    extensions: numbers.extensions, closeOfBusiness: numbers.close,
  });
  return { channel, version: `v${ordinal}`, effectiveFrom, reason: null, rules };
}

export type Input = { is: 'fact'; fact: Fact } | { is: 'policy'; ordinal: number } | { is: 'calendar'; ordinal: number } | { is: 'instant'; days: number };

/** One city's rules over time, as the machine knows them and as the naive model does. */
export interface World {
  channel: ChannelName;
  start: number;
  facts: Fact[];
  numbers: { from: string; policy: NaivePolicy }[];
  policies: Policy[];
  calendars: WorkingCalendar[];
  naiveCalendars: NaiveCalendar[];
}

const effectiveDates = ['2005-01-01', '2014-06-01', '2020-03-01'];

export const world: fc.Arbitrary<World> = fc.tuple(settledMinute, fc.constantFrom('board' as const, 'mailbox' as const, 'interview' as const)).chain(([start, channel]) =>
  fc
    .record({ facts: historyFrom(start, channel), numbers: fc.tuple(numbersOf(channel), numbersOf(channel), numbersOf(channel)) })
    .map(({ facts, numbers }) => {
      const dated = numbers.map((policy, index) => ({ from: effectiveDates[index] ?? '', policy }));
      const policies = dated.map(({ from, policy }, index) => policyOf(channel, index + 1, from, policy));
      return { channel, start: start * minute, facts, numbers: dated, policies, ...editionsOf(Number(businessDateOf(new Date(start * minute)).slice(0, 4))) };
    }),
);

type Editions = Pick<World, 'calendars' | 'naiveCalendars'>;
const editionsByYear = new Map<number, Editions>();

/** The notices around a year, amended three times: every fifth, seventh and eleventh day becomes the opposite of what it was. */
function editionsOf(year: number): Editions {
  const known = editionsByYear.get(year);
  if (known) return known;
  const around = stateCouncilNotices.filter((notice) => Math.abs(notice.year - year) <= 1);
  const editions = [5, 7, 11].reduce<Notice[][]>((all, step) => [...all, amended(all.at(-1) ?? [], step)], [around]);
  const made = { calendars: editions.map((notices) => WorkingCalendar.from(notices)), naiveCalendars: editions.map(naiveCalendar) };
  editionsByYear.set(year, made);
  return made;
}

function amended(notices: readonly Notice[], step: number): Notice[] {
  const calendar = WorkingCalendar.from(notices);
  return notices.map((notice) => {
    const own = Array.from({ length: Math.floor(365 / step) }, (_, index) => addDays(`${notice.year}-01-01`, index * step));
    const days = own.map((date) => ({ name: '调整', date, isOffDay: calendar.isWorkingDay(date) }));
    return { ...notice, days: [...notice.days.filter(({ date }) => !own.includes(date)), ...days] };
  });
}

/** What the machine is given while this calendar is the current one. */
export function versionsOf({ policies, calendars }: World, current: number): RuleVersions {
  const byVersion = new Map(calendars.map((calendar) => [calendar.version, calendar]));
  const calendar = calendars[current] ?? stateCouncilCalendar;
  return {
    calendar,
    calendarOf: (version) => byVersion.get(version) ?? calendar,
    policyOf: (_, version) => policies.find((policy) => policy.version === version),
    policyOn: (channel, date) => policyOn(policies, channel, date),
  };
}

/** The facts in any order, some twice; and between them, in their own order, amendments, moves to a policy and instants. */
export const inputs = (known: World): fc.Arbitrary<Input[]> =>
  fc
    .record({
      facts: disturbedFrom(known.facts).map((facts) => facts.map((fact): Input => ({ is: 'fact', fact }))),
      others: fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: 2 }).map((ordinal): Input => ({ is: 'policy', ordinal })),
          fc.constant<Input>({ is: 'calendar', ordinal: 0 }),
          fc.integer({ min: 0, max: 60 }).map((days): Input => ({ is: 'instant', days })),
        ),
        { maxLength: 8 },
      ),
      places: fc.array(fc.nat({ max: 20 }), { minLength: 8, maxLength: 8 }),
    })
    .map(({ facts, others, places }) => {
      const inOrder = places.slice(0, others.length).sort((a, b) => a - b);
      let amendments = 0;
      return others.reduceRight<Input[]>((all, input, index) => all.toSpliced(Math.min(inOrder[index] ?? 0, facts.length), 0, input), facts)
        .map((input) => (input.is === 'calendar' ? { ...input, ordinal: Math.min((amendments += 1), known.calendars.length - 1) } : input));
    });
