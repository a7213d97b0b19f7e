import type { ChannelName, Ending } from '@wenzheng/contracts';
import type { BusinessDate, WorkingCalendar } from '@wenzheng/working-days';
import type { Policy } from '../rulebook/policy/policy.rules.js';
import { announcementsOf, saidOf, type Announcement, type Said } from './announcement.rules.js';
import { deriveClock, registeredOnOf, registrationOf, type ClockState } from './deadline.rules.js';
import type { Fact } from './fact.rules.js';
import { consequencesOf, nextFireAt, type Consequences, type FiredStep, type Step } from './ladder.rules.js';

/**
 * The clock as a state machine. What it remembers between two inputs is this, and everything else follows from the facts:
 *
 * | input | what changes |
 * |---|---|
 * | facts | the state is reckoned anew; the first time the policy in force on the day of registration is pinned |
 * | another calendar | an open clock is reckoned with it, a closed one keeps the calendar that it closed with |
 * | moved to a policy | an open clock is pinned to it, a closed one keeps the policy that it closed with |
 * | an instant | steps that have come due are fired once, steps that are no longer called for are withdrawn |
 */
export interface Memory {
  said: Said;
  steps: readonly Step[];
  fired: readonly FiredStep[];
}

/** Every version that the machine may have to reckon with. */
export interface Versions {
  readonly calendar: WorkingCalendar;
  calendarOf(version: string): WorkingCalendar;
  policyOf(channel: ChannelName, version: string): Policy | undefined;
  policyOn(channel: ChannelName, date: BusinessDate): Policy;
}

export interface Turn {
  state: ClockState;
  announcements: Announcement[];
  memory: Memory;
  nextFireAt: Date | null;
}

const isClosed = (ending: Ending): boolean => ending !== 'open';

/**
 * Facts were heard, the calendar changed, or (`moveTo`) an administrator moves the clock to another version of its channel's policy.
 * @returns null while the registration is not known
 */
export function turn(facts: readonly Fact[], memory: Memory | null, versions: Versions, moveTo?: Policy): Turn | null {
  const state = reckon(facts, memory?.said ?? null, versions, moveTo);
  const [fact] = facts;
  if (!state || !fact) return null;
  const announcements = announcementsOf(fact.messageId, state, memory?.said ?? null);
  const fired = memory?.fired ?? [];
  return { state, announcements, memory: { said: saidOf(state), steps: state.steps, fired }, nextFireAt: nextFireAt(state.steps, fired) };
}

/** The state, with the versions that are this clock's. */
export function reckon(facts: readonly Fact[], before: Pick<Said, 'policyVersion' | 'calendarVersion' | 'ending'> | null, versions: Versions, moveTo?: Policy): ClockState | null {
  const registration = registrationOf(facts);
  if (!registration) return null;
  const { channel } = registration;
  const closed = before !== null && isClosed(before.ending);
  const pinned = before && (versions.policyOf(channel, before.policyVersion) ?? null);
  const policy = (!closed && moveTo?.channel === channel ? moveTo : pinned) ?? versions.policyOn(channel, registeredOnOf(registration));
  return deriveClock(facts, policy, closed ? versions.calendarOf(before.calendarVersion) : versions.calendar);
}

/** An instant has come; `handover` is when people can next be reached, `now` itself in working hours. */
export function sweep(memory: Memory, now: Date, handover = now): Consequences & { memory: Memory; nextFireAt: Date | null } {
  const { fire, withdraw } = consequencesOf(memory.steps, memory.fired, now, handover);
  const fired = [...memory.fired.filter((done) => !withdraw.includes(done)), ...fire];
  return { fire, withdraw, memory: { ...memory, fired }, nextFireAt: nextFireAt(memory.steps, fired, handover) };
}
