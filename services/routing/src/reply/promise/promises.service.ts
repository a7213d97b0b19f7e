import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, unitRefSchema, type ReplyPromise, type UnitRef } from '@wenzheng/contracts';
import { DATA_SOURCE, insertRows, LOGGER, type BeforeJson, type Caller, type DataSource, type EntityManager, type Logger, type Page } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { raiseDueAlarm, readDue, waitingSchema, type DuePage, type DueQueue } from '../../message/due-queue.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { PromiseEntity } from './promise.entity.js';

export const waitingPromiseSchema = waitingSchema.extend({ replyId: idSchema, unit: unitRefSchema, text: z.string(), dueOn: dateSchema }).meta({ id: 'WaitingPromise' });
type WaitingPromise = BeforeJson<z.infer<typeof waitingPromiseSchema>>;

/** Made in public, and not kept in public. */
const openPromises: DueQueue = {
  table: 'promise',
  id: 'reply_id',
  from: `promise AS waiting JOIN message USING (message_id)
    WHERE EXISTS (SELECT FROM review WHERE review.reply_id = waiting.reply_id AND outcome = 'published')
      AND NOT EXISTS (SELECT FROM reply AS kept JOIN review USING (reply_id) WHERE kept.fulfils = waiting.reply_id AND outcome = 'published')`,
};

/** 承诺 (A06): an answer is not yet a solution; what a unit promises has a date, and a public follow-up. */
@Injectable()
export class Promises {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem `routing.promise-date-passed` */
  async make(manager: EntityManager, { messageId, replyId, unit, promise, now }: { messageId: string; replyId: string; unit: UnitRef; promise: ReplyPromise; now: Date }): Promise<void> {
    if (promise.dueOn <= businessDateOf(now)) throw problem('routing.promise-date-passed', { errors: [{ pointer: '/promise/dueOn', code: 'too-early' }] });
    await insertRows(manager, PromiseEntity, [{ replyId, messageId, unitCode: unit.code, unitName: unit.name, ...promise, dueAt: endOfBusinessDate(promise.dueOn) }]);
  }

  /** Offices see all, everyone else those of the own unit. */
  waiting(page: DuePage, caller: Caller): Promise<Page<WaitingPromise>> {
    const isOffice = caller.roles.some((role) => role === 'information-office' || role === 'supervision-office');
    if (!isOffice && caller.unit === null) throw problem('routing.not-your-unit');
    const columns = `reply_id AS "replyId", jsonb_build_object('code', waiting.unit_code, 'name', waiting.unit_name) AS unit, waiting.text, due_on::text AS "dueOn"`;
    return readDue(this.dataSource, openPromises, columns, page, this.clock.now(), isOffice ? null : caller.unit);
  }

  raiseAlarm(): Promise<void> {
    return raiseDueAlarm(this.dataSource, this.logger, openPromises, 'promise-broken', this.clock.now());
  }
}
