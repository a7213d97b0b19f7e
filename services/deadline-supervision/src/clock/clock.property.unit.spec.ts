import { describe, expect, it } from '@jest/globals';
import { addDays, businessDateOf, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { deriveClock } from './clock.rules.js';
import type { Fact } from './fact.rules.js';
import { assigned, extensionPublished, extensionSubmitted, gateReturned, policy, published, registered, returned, submitted } from './histories.fixture.js';
import { consequencesOf, nextFireAt, type FiredStep } from './ladder.rules.js';
import { naiveVerdict } from './naive-model.fixture.js';

const runs = { numRuns: 2_000 };
const minute = 60_000;
const day = 24 * 60 * minute;

/** What can happen to a message, each at some minute of its first twenty days. */
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
    fc.tuple(after, promised, reply).map(([instant, date, n]) => extensionSubmitted(instant, date, n)),
    fc.tuple(after, later, promised, reply).map(([instant, wait, date, n]) => extensionPublished(instant, plus(instant, wait), date, n)),
  );
};

/** Registered at any minute from 2008 to the middle of 2026, so that every date is settled. */
const history = fc
  .integer({ min: Date.parse('2008-01-01T00:00:00Z') / minute, max: Date.parse('2026-06-30T00:00:00Z') / minute })
  .chain((start) =>
    fc.array(happening(start * minute), { maxLength: 8 }).map((facts): Fact[] => [registered(new Date(start * minute).toISOString()), ...facts]),
  );

const disturbed = history.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.array(fc.constantFrom(...facts), { maxLength: 4 }).chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length })),
  ),
);

describe('the deadline as a pure function', () => {
  it('every order and every repetition of a history ends in the same state', () => {
    fc.assert(fc.property(disturbed, ([facts, shuffled]) => {
      expect(deriveClock(shuffled, policy, calendar)).toEqual(deriveClock(facts, policy, calendar));
    }), runs);
  });

  it('R11: no history moves the cap, and no extension passes it', () => {
    fc.assert(fc.property(history, (facts) => {
      const [registration] = facts;
      const bare = deriveClock(registration ? [registration] : [], policy, calendar);
      const state = deriveClock(facts, policy, calendar);
      expect([state?.finalDueOn, state?.replyDueOn]).toEqual([bare?.finalDueOn, bare?.replyDueOn]);
      expect(String(state?.dueOn) <= String(bare?.finalDueOn) && String(state?.dueOn) >= String(bare?.replyDueOn)).toBe(true);
    }), runs);
  });

  it('a model that walks day by day comes to the same verdict', () => {
    fc.assert(fc.property(history, (facts) => {
      const state = deriveClock(facts, policy, calendar);
      expect(state && {
        replyDueOn: state.replyDueOn, finalDueOn: state.finalDueOn, dueOn: state.dueOn, ending: state.ending,
        overdueFrom: state.overdueAt?.getTime() ?? null,
      }).toEqual(naiveVerdict(facts));
    }), runs);
  });
});

describe('the ladder', () => {
  /** A sweep at each of some instants, between which facts arrive one by one. */
  const swept = fc.tuple(disturbed, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }));

  it('however facts and sweeps alternate, what stands in the end is the same, and then nothing is pending', () => {
    fc.assert(fc.property(swept, ([[facts, shuffled], sweeps]) => {
      const end = new Date('2027-01-01T00:00:00Z');
      const standing = (arrivals: Fact[], instants: number[]): string[] => {
        let fired: FiredStep[] = [];
        const known: Fact[] = [];
        const start = Date.parse(String(facts.find((fact) => fact.type === 'registered')?.data.registeredAt));
        const sweep = (now: Date) => {
          const steps = deriveClock(known, policy, calendar)?.steps ?? [];
          const { fire, withdraw } = consequencesOf(steps, fired, now);
          const kept = fired.filter((done) => !withdraw.includes(done));
          for (const { step } of fire) expect(kept.map((done) => done.step)).not.toContain(step);
          fired = [...kept, ...fire];
        };
        arrivals.forEach((fact, index) => {
          known.push(fact);
          const days = instants[index % Math.max(instants.length, 1)];
          if (days !== undefined) sweep(new Date(start + days * day));
        });
        sweep(end);
        expect(nextFireAt(deriveClock(known, policy, calendar)?.steps ?? [], fired)).toBeNull();
        // A reminder 提醒 or urging 催办 that went out cannot be taken back: only what can be withdrawn is compared.
        return fired.filter(({ step }) => step !== 'reminder' && step !== 'urging').map(({ step, at }) => `${step} ${at.toISOString()}`).sort();
      };
      expect(standing(shuffled, sweeps)).toEqual(standing(facts, []));
    }), runs);
  });
});
