import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, unitRefSchema, type ReplyPromise, type UnitRef } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { allowedAction, allowedActionSchema, DATA_SOURCE, insertRows, LOGGER, planned, refusedBy, type BeforeJson, type Caller, type DataSource, type EntityManager, type Logger, type Page } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, startOfBusinessDate, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { refusedIn } from '../../message/action/message-actions.service.js';
import { countDue, nextDueOf, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../../message/due-queue.js';
import type { MessageState } from '../../message/message-state.rules.js';
import { nextWorkingDayAfter } from '../../message/due-date.rules.js';
import { Notices, type Notice } from '../../notification/notices.service.js';
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

interface TimedPromise {
  replyId: string;
  messageId: string;
  unitCode: string;
}

const atOnce = 1_000;

/** Made in public, and not kept in public. */
const openPromises: DueQueue = {
  table: 'promise',
  id: 'reply_id',
  from: `promise AS waiting JOIN message USING (message_id)
    WHERE EXISTS (SELECT FROM review WHERE review.reply_id = waiting.reply_id AND outcome = 'published')
      AND NOT EXISTS (SELECT FROM reply AS kept JOIN review USING (reply_id) WHERE kept.fulfils = waiting.reply_id AND outcome = 'published')`,
};

const isNear = (day: string): string => `waiting.due_at > $1 AND due_on <= ${day}`;
const isBroken = 'waiting.due_at <= $1';
const unmarked = (column: 'reminded_at' | 'alarmed_at', due: string): string => `FROM ${openPromises.from} AND waiting.${column} IS NULL AND ${due}`;

/** 承诺 (A06): an answer is not yet a solution; what a unit promises has a date, and a public follow-up. */
@Injectable()
export class Promises {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(Notices) private readonly notices: Notices,
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

  /** When the next reminder or the next end of a promised day is due. */
  async nextDue(): Promise<Date[]> {
    const now = this.clock.now();
    const calendar = this.calendars.current;
    const [row] = await this.dataSource.query<{ on: string | null }[]>(planned(`SELECT min(due_on)::text AS on FROM ${openPromises.from} AND due_on > $1`), [nextWorkingDayAfter(now, calendar)]);
    const { dueOn: remindOn } = row?.on ? calendar.subtractWorkingDays(row.on, 1) : { dueOn: null };
    return [...(await nextDueOf(this.dataSource, [openPromises], now)), ...(remindOn === null ? [] : [startOfBusinessDate(remindOn)])];
  }

  /** Reminds of what is due by the end of the next working day, and of what was not kept tells the unit's principal and the information office too. */
  async run(): Promise<void> {
    const now = this.clock.now();
    const near = nextWorkingDayAfter(now, this.calendars.current);
    const [found] = await this.dataSource.query<[{ near: boolean; broken: boolean }]>(planned(`SELECT EXISTS (SELECT ${unmarked('reminded_at', isNear('$2'))}) AS near, EXISTS (SELECT ${unmarked('alarmed_at', isBroken)}) AS broken`), [now, near]);
    if (found.near) while ((await this.mark('reminded_at', { due: isNear('$3'), values: [near] }, (made) => [reminderOf(made)])) === atOnce);
    if (found.broken) while ((await this.mark('alarmed_at', { due: isBroken, values: [] }, brokenOf, (count) => this.logger.warn({ alarm: 'promise-broken', count }, 'what was promised in public was not kept in time'))) === atOnce);
  }

  /** Stamps promises once and tells their people, in one transaction. Logged before the commit: an alarm may come twice, and is never lost. */
  private mark(column: 'reminded_at' | 'alarmed_at', { due, values }: { due: string; values: string[] }, noticesOf: (made: TimedPromise) => Notice[], log?: (count: number) => void): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [made] = await manager.query<[TimedPromise[], number]>(
        `UPDATE promise SET ${column} = $1 WHERE reply_id IN (
           SELECT waiting.reply_id ${unmarked(column, due)} ORDER BY waiting.reply_id LIMIT $2 FOR UPDATE OF waiting SKIP LOCKED)
         RETURNING reply_id AS "replyId", message_id AS "messageId", unit_code AS "unitCode"`,
        [this.clock.now(), atOnce, ...values],
      );
      await this.notices.tell(manager, made.flatMap(noticesOf));
      if (made.length > 0) log?.(made.length);
      return made.length;
    });
  }
}

const clerksOf = ['web-admin', 'backup'] as const;

const reminderOf = ({ replyId, messageId, unitCode }: TimedPromise): Notice => ({ kind: 'promise-reminder', key: `promise reminder ${replyId}`, messageId, unitCode, posts: clerksOf });

function brokenOf({ replyId, messageId, unitCode }: TimedPromise): Notice[] {
  const notice = { kind: 'promise-broken', key: `promise broken ${replyId}`, messageId } as const;
  return [{ ...notice, unitCode, posts: [...clerksOf, 'principal'] }, { ...notice, unitCode: null, posts: ['information-office'] }];
}
