import { createHash, type Hash } from 'node:crypto';
import type { UnitRef } from '@wenzheng/contracts';
import type { BusinessDate } from '@wenzheng/working-days';
import type { StoredDeadline } from '../../deadline/deadline-rows.js';
import type { DeadlineState } from '../../deadline/deadline.rules.js';
import { noLongerCalledFor } from '../../deadline/ladder.rules.js';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';

interface Dates {
  dueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  provisional: boolean;
}

/** What another policy or calendar makes of an open deadline. */
export interface DeadlineChange {
  messageId: string;
  messageNumber: string;
  channel: DeadlineState['channel'];
  unit: UnitRef | null;
  from: Dates;
  to: Dates;
  /** Steps that were done and would no longer stand. */
  withdrawn: LadderStep[];
}

const datesOf = ({ dueOn, finalDueOn, provisional }: Dates): Dates => ({ dueOn, finalDueOn, provisional });

/** Null where nothing changes for this deadline. */
export function changeOf(deadline: StoredDeadline, state: DeadlineState): DeadlineChange | null {
  const [from, to] = [datesOf(deadline.announced), datesOf(state)];
  const withdrawn = noLongerCalledFor(state.steps, deadline.fired).map(({ step }) => step);
  if (withdrawn.length === 0 && JSON.stringify(from) === JSON.stringify(to)) return null;
  const { messageId, messageNumber, channel, unit } = deadline;
  return { messageId, messageNumber, channel, unit, from, to, withdrawn };
}

export interface Totals {
  /** Open deadlines that were looked at, and of them those that move. */
  deadlines: number;
  moved: number;
  earlier: number;
  later: number;
  becomeFirm: number;
  withdrawnSteps: number;
}

/** Counts moves, and names them all by one digest; they come in order of their messages' ids. */
export class Tally {
  readonly totals: Totals = { deadlines: 0, moved: 0, earlier: 0, later: 0, becomeFirm: 0, withdrawnSteps: 0 };
  readonly #hash: Hash = createHash('sha256');

  add(change: DeadlineChange | null): void {
    this.totals.deadlines += 1;
    if (!change) return;
    const { from, to, withdrawn } = change;
    this.totals.moved += 1;
    if (from.dueOn !== null && to.dueOn !== null && to.dueOn < from.dueOn) this.totals.earlier += 1;
    if (from.dueOn !== null && to.dueOn !== null && to.dueOn > from.dueOn) this.totals.later += 1;
    if (from.provisional && !to.provisional) this.totals.becomeFirm += 1;
    this.totals.withdrawnSteps += withdrawn.length;
    this.#hash.update(JSON.stringify([change.messageId, from, to, withdrawn]));
  }

  digest(): string {
    return this.#hash.copy().update(JSON.stringify(this.totals)).digest('base64url');
  }
}

/** What a preview is confirmed by: until when its deadlines were registered, and the digest of their moves. */
export const tokenOf = (registeredUntil: Date, tally: Tally): string => `${registeredUntil.getTime()}.${tally.digest()}`;

/** Null if it is no token. */
export function registeredUntilOf(token: string): Date | null {
  const milliseconds = /^(\d{12,14})\.[\w-]{43}$/.exec(token)?.[1];
  return milliseconds ? new Date(Number(milliseconds)) : null;
}
