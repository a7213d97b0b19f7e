import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, unitRefSchema, type ReplyPromise, type UnitRef } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, insertRows, LOGGER, refusedBy, type BeforeJson, type Caller, type DataSource, type EntityManager, type Logger, type Page } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { refusedIn } from '../../message/action/message-actions.service.js';
import { countDue, nextDueOf, raiseDueAlarm, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../../message/due-queue.js';
import type { MessageState } from '../../message/message-state.rules.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { Signatories } from '../sign-off/signatories.js';
import { clerks } from '../sign-off/sign-off.rules.js';
import { PromiseEntity } from './promise.entity.js';

export const waitingPromiseSchema = waitingSchema.extend({ replyId: idSchema, unit: unitRefSchema, text: z.string(), dueOn: dateSchema, allowedActions: z.array(allowedActionSchema('AllowedPromiseAction', ['supplement'])).describe('by a supplement that fulfils it') }).meta({ id: 'WaitingPromise' });
type WaitingPromise = BeforeJson<z.infer<typeof waitingPromiseSchema>>;

interface Standing {
  state: MessageState;
  handledBy: string | null;
  drafted: boolean;
}

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
    @Inject(Signatories) private readonly signatories: Signatories,
  ) {}

  /** @throws Problem `routing.promise-date-passed` */
  async make(manager: EntityManager, { messageId, replyId, unit, promise, now }: { messageId: string; replyId: string; unit: UnitRef; promise: ReplyPromise; now: Date }): Promise<void> {
    if (promise.dueOn <= businessDateOf(now)) throw problem('routing.promise-date-passed', { errors: [{ pointer: '/promise/dueOn', code: 'too-early' }] });
    await insertRows(manager, PromiseEntity, [{ replyId, messageId, unitCode: unit.code, unitName: unit.name, ...promise, dueAt: endOfBusinessDate(promise.dueOn) }]);
  }

  /** Offices see all, everyone else those of the own unit. */
  async waiting(page: DuePage, caller: Caller): Promise<Page<WaitingPromise>> {
    const isOffice = caller.roles.some((role) => role === 'information-office' || role === 'supervision-office');
    if (!isOffice && caller.unit === null) throw problem('routing.not-your-unit');
    const columns = `reply_id AS "replyId", jsonb_build_object('code', waiting.unit_code, 'name', waiting.unit_name) AS unit, waiting.text, due_on::text AS "dueOn", message.state, message.unit_code AS "handledBy",
      EXISTS (SELECT FROM draft WHERE draft.message_id = message.message_id AND draft.assigned_at = message.assigned_at AND draft.kind = 'supplement' AND draft.reply_id = waiting.reply_id AND draft.state IN ('drafting', 'in-sign-off')) AS drafted`;
    const { items, next } = await readDue<Omit<WaitingPromise, 'allowedActions'> & Standing>(this.dataSource, openPromises, columns, page, this.clock.now(), isOffice ? null : caller.unit);
    const mayDraft = clerks.some((role) => caller.roles.includes(role));
    const asClerk = mayDraft ? await refusedBy(() => this.signatories.acting(caller, caller.unit ?? '', ['web-admin', 'backup'])) : null;
    return {
      items: items.map(({ state, handledBy, drafted, ...item }) => {
        const asUnit = handledBy === caller.unit ? asClerk : problem('routing.not-your-unit');
        const inTheWay = asUnit ?? refusedIn('supplement', state) ?? (drafted ? problem('routing.draft-exists') : null);
        return { ...item, allowedActions: mayDraft ? [allowedAction('supplement', inTheWay)] : [] };
      }),
      next,
    };
  }

  /** @param unit null: of all units */
  count(unit: string | null): Promise<WaitingCount> {
    return countDue(this.dataSource, openPromises, this.clock.now(), unit);
  }

  nextDue(): Promise<Date[]> {
    return nextDueOf(this.dataSource, [openPromises], this.clock.now());
  }

  raiseAlarm(): Promise<void> {
    return raiseDueAlarm(this.dataSource, this.logger, openPromises, 'promise-broken', this.clock.now());
  }
}
