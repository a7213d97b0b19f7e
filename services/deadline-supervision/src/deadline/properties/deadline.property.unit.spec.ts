import { describe, expect, it } from '@jest/globals';
import { businessDateOf, stateCouncilCalendar as calendar, stateCouncilNotices } from '@wenzheng/working-days';
import fc from 'fast-check';
import type { EventData, deadlineOpened } from '@wenzheng/contracts';
import { isWorkingTime, workingHoursOf } from '../../rulebook/calendar/working-hours.rules.js';
import { deriveDeadline, phaseAt, type DeadlineState } from '../deadline.rules.js';
import type { Fact } from '../fact.rules.js';
import { amendments, disturbed, history, inputs, registrationAndSession, versionsOf, world, type Input, type World } from './happenings.fixture.js';
import { policy, published, registered } from './histories.fixture.js';
import { consequencesOf, nextFireAt, type FiredStep } from '../ladder.rules.js';
import { fireDue, transition, type Memory } from '../transition.rules.js';
import { naiveCalendar, naiveVerdict, type NaivePolicy } from './naive-model.fixture.js';

/** How many histories each property tries. */
const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 2_000) };
const day = 24 * 60 * 60_000;
const shipped: NaivePolicy = { reply: 3, final: 10, extensionWithin: 3, extensions: 1, close: '24:00' };
const shippedDays = naiveCalendar(stateCouncilNotices);
const isWithdrawable = ({ step }: FiredStep) => step !== 'reminder' && step !== 'urging';
const named = ({ step, at }: FiredStep) => `${step} ${at.toISOString()}`;

const verdictOf = (state: DeadlineState) => ({
  replyDueOn: state.replyDueOn, finalDueOn: state.finalDueOn, dueOn: state.dueOn, ending: state.ending, overdueFrom: state.overdueAt?.getTime() ?? null,
});

describe('the deadline as a pure function', () => {
  it('every order and every repetition of a history ends in the same state', () => {
    fc.assert(fc.property(disturbed, ([facts, shuffled]) => {
      expect(deriveDeadline(shuffled, policy, calendar)).toEqual(deriveDeadline(facts, policy, calendar));
    }), runs);
  });

  it('a correction 更正 or supplement 补充 changes nothing, before, among and after all else', () => {
    fc.assert(fc.property(disturbed, amendments, fc.nat(), ([facts, shuffled], amended, at) => {
      const place = at % (shuffled.length + 1);
      expect(deriveDeadline(shuffled.toSpliced(place, 0, ...amended), policy, calendar)).toEqual(deriveDeadline(facts, policy, calendar));
    }), runs);
  });

  it('of two publications that claim to be one reply at one instant the same one counts, whichever came first', () => {
    const [one, other] = (['public', 'private'] as const).map((visibility) => published('2026-09-18T09:00:00Z', '2026-09-18T10:00:00Z', 1, { visibility }));
    const all = [registered('2026-09-18T08:00:00Z'), one!, other!];
    expect(deriveDeadline(all.toReversed(), policy, calendar)).toEqual(deriveDeadline(all, policy, calendar));
  });

  it('whatever happens, reminders and urgings reach people in working hours, urgings after the overdue, and facts fall where they are true', () => {
    fc.assert(fc.property(history, fc.constantFrom('09:00-17:30', '08:30-12:00', '14:00-18:00'), (facts, hours) => {
      const rules = { ...policy.rules, workingHours: { ...policy.rules.workingHours, value: hours } };
      const state = deriveDeadline(facts, { ...policy, rules }, calendar);
      for (const { step, at } of state?.steps ?? []) {
        const isForPeople = step === 'reminder' || step === 'urging';
        expect([step, !isForPeople || isWorkingTime(at, workingHoursOf(hours), calendar)]).toEqual([step, true]);
        if (step === 'urging') expect(at > (state?.overdueAt ?? at)).toBe(true);
        if (step === 'overdue') expect(at).toEqual(state?.overdueAt);
      }
    }), runs);
  });

  it('R11: no history moves the cap but the own events of the session that was asked, and no extension passes it', () => {
    fc.assert(fc.property(history, (facts) => {
      const bare = deriveDeadline(registrationAndSession(facts), policy, calendar);
      const state = deriveDeadline(facts, policy, calendar);
      expect([state?.finalDueOn, state?.replyDueOn]).toEqual([bare?.finalDueOn, bare?.replyDueOn]);
      expect(String(state?.dueOn) <= String(bare?.finalDueOn) && String(state?.dueOn) >= String(bare?.replyDueOn)).toBe(true);
    }), runs);
  });

  it('R11: a session moves the cap of its own channel alone, never to before its own day, and past the twentieth working day after its first at no time', () => {
    fc.assert(fc.property(history, (facts) => {
      const state = deriveDeadline(facts, policy, calendar);
      if (!state) throw new Error('every history begins with its registration');
      const { dayZero: { on, session, because }, registeredOn, registeredAt } = state;
      expect(on >= registeredOn).toBe(true);
      expect(session === null).toBe(because === 'registration' && on === registeredOn);
      if (!session) return;
      expect([session.channel, registeredAt < session.endsAt]).toEqual([state.channel, true]);
      expect(on <= String(calendar.addWorkingDays(session.firstOn, 20).dueOn) || on === registeredOn || because === 'cancellation').toBe(true);
    }), runs);
  });

  it('a model that walks day by day comes to the same verdict', () => {
    fc.assert(fc.property(history, (facts) => {
      const state = deriveDeadline(facts, policy, calendar);
      expect(naiveVerdict(facts, shipped, shippedDays)).toEqual(state && { ...verdictOf(state), standing: expect.any(Array) });
    }), runs);
  });

  it('a timely answer that waits in review is not overdue at any instant, and an interim reply stops nothing', () => {
    fc.assert(fc.property(history, fc.integer({ min: 0, max: 60 }), (facts, days) => {
      const state = deriveDeadline(facts, policy, calendar);
      if (!state) throw new Error('every history begins with its registration');
      const now = new Date(state.registeredAt.getTime() + days * day);
      if (state.answer && state.ending === 'open' && state.submittedInTime) expect(phaseAt(state, now)).toBe('under-review');
      const withoutInterim = facts.filter((fact) => !((fact.type === 'reply-published' || fact.type === 'reply-submitted') && fact.data.interim));
      expect({ ...deriveDeadline(withoutInterim, policy, calendar), interimPublishedAt: state.interimPublishedAt }).toEqual(state);
    }), runs);
  });

  it('nothing is overdue, and no step is due, on a provisional date', () => {
    const lateIn2026 = fc.integer({ min: Date.parse('2026-11-01T00:00:00Z') / 60_000, max: Date.parse('2027-03-01T00:00:00Z') / 60_000 });
    fc.assert(fc.property(lateIn2026, (minute) => {
      const state = deriveDeadline([registered(new Date(minute * 60_000).toISOString())], policy, calendar);
      if (state?.provisional) expect([state.overdueAt, state.steps, state.submittedInTime]).toEqual([null, [], null]);
      for (const { at } of state?.steps ?? []) expect(calendar.firstProvisionalDay(state?.registeredOn ?? '', businessDateOf(new Date(at.getTime() - 1)))).toBeUndefined();
    }), runs);
  });
});

describe('the ladder', () => {
  /** Firing at each of some instants, between which facts arrive one by one. */
  const swept = fc.tuple(disturbed, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }));

  it('however facts and firing alternate, what stands in the end is the same, and then nothing is pending', () => {
    fc.assert(fc.property(swept, ([[facts, shuffled], sweeps]) => {
      const end = new Date('2027-01-01T00:00:00Z');
      const standing = (arrivals: Fact[], instants: number[]): string[] => {
        let fired: FiredStep[] = [];
        const known: Fact[] = [];
        const start = Date.parse(String(facts.find((fact) => fact.type === 'registered')?.data.registeredAt));
        const fireAt = (now: Date) => {
          const steps = deriveDeadline(known, policy, calendar)?.steps ?? [];
          const { fire, withdraw } = consequencesOf(steps, fired, now);
          const kept = fired.filter((done) => !withdraw.includes(done));
          for (const { step } of fire) expect(kept.map((done) => done.step)).not.toContain(step);
          fired = [...kept, ...fire];
        };
        arrivals.forEach((fact, index) => {
          known.push(fact);
          const days = instants[index % Math.max(instants.length, 1)];
          if (days !== undefined) fireAt(new Date(start + days * day));
        });
        fireAt(end);
        expect(nextFireAt(deriveDeadline(known, policy, calendar)?.steps ?? [], fired)).toBeNull();
        // A reminder 提醒 or urging 催办 that went out cannot be taken back: only what can be withdrawn is compared.
        return fired.filter(isWithdrawable).map(named).sort();
      };
      expect(standing(shuffled, sweeps)).toEqual(standing(facts, []));
    }), runs);
  });
});

describe('the deadline as a state machine: facts, amended calendars, moves to a policy, and instants', () => {
  /** Runs the machine as the service does, to its end: every step that is called for is done. */
  function run(known: World, all: readonly Input[]) {
    let memory: Memory | null = null;
    let state: DeadlineState | null = null;
    let current = 0;
    const heard: Fact[] = [];
    const announced = { dueOn: null as string | null, finalDueOn: null as string | null };
    const go = (toPolicy?: World['policies'][number]) => {
      const next = transition(heard, memory, versionsOf(known, current), toPolicy);
      if (!next) return;
      ({ memory, state } = next);
      for (const { definition, data } of next.announcements) {
        if (/closed/.test(definition.subject)) continue;
        const { replyDueOn, finalDueOn } = data as EventData<typeof deadlineOpened>;
        Object.assign(announced, { dueOn: replyDueOn, finalDueOn });
      }
    };
    for (const input of [...all, { is: 'instant', days: 10_000 } as Input]) {
      if (input.is === 'fact') {
        heard.push(input.fact);
        go();
      } else if (input.is === 'calendar') {
        current = input.ordinal;
        go();
      } else if (input.is === 'policy') {
        if (memory) go(known.policies[input.ordinal]);
      } else if (memory) {
        ({ memory } = fireDue(memory, new Date(known.start + input.days * day)));
      }
    }
    return { memory, state, announced } as { memory: Memory | null; state: DeadlineState | null; announced: typeof announced };
  }

  /** Which rules are the message's in the end: those in force on day zero, until it is moved; all of them until it is closed. */
  function naiveRun(known: World, all: readonly Input[]) {
    const heard: Fact[] = [];
    let current = 0;
    let closedWith: number | null = null;
    let pinned: number | null = null;
    for (const input of all) {
      if (input.is === 'fact') heard.push(input.fact);
      if (input.is === 'calendar') current = input.ordinal;
      const isKnown = heard.some(({ type }) => type === 'registered');
      if (isKnown && pinned === null) {
        const dayZero = businessDateOf(new Date(known.start));
        pinned = known.numbers.findLastIndex(({ from }) => from <= dayZero);
      }
      if (input.is === 'policy' && pinned !== null && closedWith === null) pinned = input.ordinal;
      const { policy: anyPolicy } = known.numbers[0]!;
      const isClosed = isKnown && naiveVerdict(heard, anyPolicy, known.naiveCalendars[0]!)?.ending !== 'open';
      closedWith = isClosed ? (closedWith ?? current) : null;
    }
    const numbers = known.numbers[pinned ?? 0]?.policy;
    const days = known.naiveCalendars[closedWith ?? current];
    if (!numbers || !days) throw new Error('a world has policies and calendars');
    return naiveVerdict(heard, numbers, days);
  }

  it('a naive model of the whole of it comes to the same dates, the same ending, and the same steps that stand', () => {
    fc.assert(fc.property(world.chain((known) => fc.tuple(fc.constant(known), inputs(known))), ([known, all]) => {
      const { memory, state } = run(known, all);
      const { standing, ...verdict } = naiveRun(known, all) ?? {};
      expect(state && verdictOf(state)).toEqual(verdict);
      expect(memory?.fired.filter(isWithdrawable).map(named).sort()).toEqual(standing);
    }), runs);
  });

  it('what was announced last is what is so, and then nothing is pending', () => {
    fc.assert(fc.property(world.chain((known) => fc.tuple(fc.constant(known), inputs(known))), ([known, all]) => {
      const { memory, state, announced } = run(known, all);
      expect(announced).toEqual({ dueOn: state?.dueOn, finalDueOn: state?.finalDueOn });
      expect(memory && nextFireAt(memory.steps, memory.fired)).toBeNull();
    }), runs);
  });

  it('while it is open, every order and repetition of its facts between amendments and moves ends in the same state', () => {
    const ending = ['reply-published', 'ruled-invalid', 'transferred', 'withdrawn'];
    const unanswered = world.map((known) => ({ ...known, facts: known.facts.filter(({ type }) => !ending.includes(type)) }));
    const two = unanswered.chain((known) => fc.tuple(fc.constant(known), inputs(known), inputs(known)));
    fc.assert(fc.property(two, ([known, one, other]) => {
      const rules = one.filter(({ is }) => is === 'policy' || is === 'calendar');
      // A move concerns deadlines that there are: the registration comes first.
      const first = (all: Input[]) => [...all.filter((input) => input.is === 'fact' && input.fact.type === 'registered'), ...all];
      const reordered = [...first(other.filter(({ is }) => is === 'fact')), ...rules];
      expect(run(known, reordered).state).toEqual(run(known, first(one)).state);
    }), runs);
  });

  it('R09–R11: on the board no input whatever takes the cap past ten working days from day zero, nor the reply past three', () => {
    fc.assert(fc.property(world.chain((known) => fc.tuple(fc.constant(known), inputs(known))), ([known, all]) => {
      const { state } = run(known, all);
      if (!state || known.channel !== 'board') return;
      const computed = known.calendars.find(({ version }) => version === state.calendarVersion);
      expect(String(state.finalDueOn) <= String(computed?.addWorkingDays(state.registeredOn, 10).dueOn)).toBe(true);
      expect(state.dayZero.on).toBe(state.registeredOn);
      expect(String(state.replyDueOn) <= String(computed?.addWorkingDays(state.registeredOn, 3).dueOn)).toBe(true);
      expect(String(state.dueOn) <= String(state.finalDueOn)).toBe(true);
    }), runs);
  });
});
