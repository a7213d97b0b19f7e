import type { ChannelName, Ending } from '@wenzheng/contracts';
import type { BusinessDate, WorkingCalendar } from '@wenzheng/working-days';
import type { Policy } from '../rulebook/policy/policy.rules.js';
import { announcementsOf, announcedOf, type Announcement, type Announced } from './announcement.rules.js';
import { deriveDeadline, registeredOnOf, registrationOf, type DeadlineState } from './deadline.rules.js';
import type { Fact } from './fact.rules.js';
import { consequencesOf, nextFireAt, type Consequences, type FiredStep, type Step } from './ladder.rules.js';

/**
 * The deadline as a state machine. What it remembers between two inputs is this, and everything else follows from the facts:
 *
 * | input | what changes |
 * |---|---|
 * | facts | the state is recomputed; the first time the policy in force on the day of registration is pinned. What they open again 异议成立 follows the calendar anew |
 * | another calendar | an open deadline is recomputed with it, a closed one keeps the calendar that it closed with |
 * | moved to a policy | an open deadline is pinned to it, a closed one keeps the policy that it closed with |
 * | an instant | steps that have come due are fired once, steps that are no longer called for are withdrawn |
 */
export interface Memory {
  announced: Announced;
  steps: readonly Step[];
  fired: readonly FiredStep[];
}

/** Every version of policies and calendar that a deadline may have to be computed with. */
export interface RuleVersions {
  readonly calendar: WorkingCalendar;
  calendarOf(version: string): WorkingCalendar;
  policyOf(channel: ChannelName, version: string): Policy | undefined;
  policyOn(channel: ChannelName, date: BusinessDate): Policy;
}

export interface Transition {
  state: DeadlineState;
  announcements: Announcement[];
  memory: Memory;
  nextFireAt: Date | null;
}

const isClosed = (ending: Ending): boolean => ending !== 'open';

/**
 * Facts were heard, the calendar changed, or (`toPolicy`) an administrator moves the deadline to another version of its channel's policy.
 * @returns null while the registration is not known
 */
export function transition(facts: readonly Fact[], memory: Memory | null, versions: RuleVersions, toPolicy?: Policy): Transition | null {
  const state = recompute(facts, memory?.announced ?? null, versions, toPolicy);
  const [fact] = facts;
  if (!state || !fact) return null;
  const announcements = announcementsOf(fact.messageId, state, memory?.announced ?? null);
  const fired = memory?.fired ?? [];
  return { state, announcements, memory: { announced: announcedOf(state), steps: state.steps, fired }, nextFireAt: nextFireAt(state.steps, fired) };
}

/** The state, with the versions that are this deadline's. */
export function recompute(facts: readonly Fact[], before: Pick<Announced, 'policyVersion' | 'calendarVersion' | 'ending'> | null, versions: RuleVersions, toPolicy?: Policy): DeadlineState | null {
  const registration = registrationOf(facts);
  if (!registration) return null;
  const { channel } = registration;
  const closed = before !== null && isClosed(before.ending);
  const pinned = before && (versions.policyOf(channel, before.policyVersion) ?? null);
  const policy = (!closed && toPolicy?.channel === channel ? toPolicy : pinned) ?? versions.policyOn(channel, registeredOnOf(registration));
  const state = deriveDeadline(facts, policy, closed ? versions.calendarOf(before.calendarVersion) : versions.calendar);
  return closed && state?.ending === 'open' ? deriveDeadline(facts, policy, versions.calendar) : state;
}

/** An instant has come; `handover` is when people can next be reached, `now` itself in working hours. */
export function fireDue(memory: Memory, now: Date, handover = now): Consequences & { memory: Memory; nextFireAt: Date | null } {
  const { fire, withdraw } = consequencesOf(memory.steps, memory.fired, now, handover);
  const fired = [...memory.fired.filter((done) => !withdraw.includes(done)), ...fire];
  return { fire, withdraw, memory: { ...memory, fired }, nextFireAt: nextFireAt(memory.steps, fired, handover) };
}
