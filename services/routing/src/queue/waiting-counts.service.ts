import { Inject, Injectable } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { DisputeQueue } from '../assignment/dispute/dispute-queue.service.js';
import { CoTaskQueue } from '../co-handling/co-task-queue.service.js';
import { IdentityRequestQueue } from '../identity/identity-request-queue.service.js';
import type { WaitingCount } from '../message/due-queue.js';
import { RenewalQueues } from '../renewal/renewal-queues.service.js';
import { Promises } from '../reply/promise/promises.service.js';
import { SignOffQueue } from '../reply/sign-off/sign-off.queue.js';
import { RulingQueue } from '../ruling/office-queue.service.js';
import { nextWorkingDayAfter } from '../message/due-date.rules.js';
import { CLOCK } from '../tokens.js';
import { Transfers } from '../transfer/transfers.service.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { tabCondition, toAnswer, type DeskTab } from './desk-tab.rules.js';

const unitRoles = ['web-admin', 'reviewer', 'principal'] as const;

/** How much waits, in every queue that is the caller's: what a screen shows beside the names of its queues. */
@Injectable()
export class WaitingCounts {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(RulingQueue) private readonly rulings: RulingQueue,
    @Inject(DisputeQueue) private readonly disputes: DisputeQueue,
    @Inject(RenewalQueues) private readonly renewals: RenewalQueues,
    @Inject(Transfers) private readonly transfers: Transfers,
    @Inject(Promises) private readonly promises: Promises,
    @Inject(IdentityRequestQueue) private readonly identityRequests: IdentityRequestQueue,
    @Inject(CoTaskQueue) private readonly coTasks: CoTaskQueue,
    @Inject(SignOffQueue) private readonly signOffs: SignOffQueue,
  ) {}

  async of(caller: Caller) {
    const { roles } = caller;
    const code = unitRoles.some((role) => roles.includes(role)) ? caller.unit : null;
    const decides = roles.includes('information-office') || roles.includes('supervision-office');
    const [unit, toSign, office, identityRequests] = await Promise.all([
      code === null ? null : this.ofUnit(code),
      this.signOffs.count(caller),
      roles.includes('information-office') ? this.ofOffice() : null,
      decides ? this.identityRequests.count(caller) : null,
    ]);
    return { at: this.clock.now(), unit, toSign, office, identityRequests };
  }

  private async ofUnit(code: string) {
    const isIn = (tab: DeskTab) => tabCondition(tab, () => '$2');
    const counted = (tab: DeskTab) => `(count(*) FILTER (WHERE ${isIn(tab)}))::int`;
    const [counts] = await this.dataSource.query<[{ new: number; dueSoon: number; overdue: number; returned: number; urged: number; inSignOff: number; inReview: number }]>(
      `SELECT ${counted('new')} AS new, ${counted('due-soon')} AS "dueSoon", ${counted('overdue')} AS overdue, ${counted('returned')} AS returned, ${counted('in-sign-off')} AS "inSignOff",
         (SELECT count(*)::int FROM message WHERE channel IS NOT NULL AND unit_code = $1 AND state IN ('assigned', 'in-review') AND ${isIn('urged')}) AS urged,
         (SELECT count(*)::int FROM message WHERE channel IS NOT NULL AND unit_code = $1 AND state = 'in-review' AND NOT historical) AS "inReview"
       FROM message WHERE channel IS NOT NULL AND unit_code = $1 AND ${toAnswer}`,
      [code, nextWorkingDayAfter(this.clock.now(), this.calendars.current)],
    );
    const unit = (await this.registry.tree()).get(code);
    const [renewals, promises, coTasks] = await Promise.all([this.renewals.countRenewals(code), this.promises.count(code), this.coTasks.count('open', code)]);
    return { unit: unit ? unitRefOf(unit) : { code, name: code }, ...counts, renewals, promises, coTasks };
  }

  private async ofOffice() {
    const [holdingPen, rulings, disputes, ratings, transfers, renewals, promises, declinedCoTasks] = await Promise.all([
      this.holdingPen(), this.rulings.counts(), this.disputes.count(), this.renewals.countRatings(), this.transfers.count(), this.renewals.countRenewals(null), this.promises.count(null), this.coTasks.count('declined', null),
    ]);
    return { holdingPen, ...rulings, disputes, ratings, transfers, renewals, promises, declinedCoTasks };
  }

  private async holdingPen(): Promise<WaitingCount> {
    const [count] = await this.dataSource.query<[WaitingCount]>(
      `SELECT count(*)::int AS waiting, (count(*) FILTER (WHERE holding_pen_due_at <= $1))::int AS overdue FROM message WHERE channel IS NOT NULL AND state = 'holding-pen' AND NOT historical`,
      [this.clock.now()],
    );
    return count;
  }
}
