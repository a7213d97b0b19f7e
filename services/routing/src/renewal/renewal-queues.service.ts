import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, instantSchema, unitRefSchema, type MessageKind } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, refusedBy, type BeforeJson, type Caller, type DataSource, type Page, type Role } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { countDue, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../message/due-queue.js';
import { refusedIn } from '../message/action/message-actions.service.js';
import type { MessageState } from '../message/message-state.rules.js';
import { problem } from '../problems.js';
import { Signatories } from '../reply/sign-off/signatories.js';
import { CLOCK } from '../tokens.js';

export const ratingItemSchema = waitingSchema
  .extend({
    ratingId: idSchema,
    unit: unitRefSchema.describe('who answered'),
    reason: z.string().nullable().describe('the writer’s own words, for the information office alone'),
    afterContactReading: z.boolean().describe('somebody had read the writer’s contact details before'),
    ratedAt: instantSchema,
    outcome: z.enum(['ordered', 'declined']).nullable(),
    decisionReason: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
    allowedActions: z.array(allowedActionSchema('AllowedRatingAction', ['decide-rating'])),
  })
  .meta({ id: 'RatingItem' });
type RatingItem = BeforeJson<z.infer<typeof ratingItemSchema>>;

export const renewalItemSchema = waitingSchema
  .extend({ renewalId: idSchema, unit: unitRefSchema, reason: z.string(), dueOn: dateSchema.nullable(), orderedAt: instantSchema, inReview: z.boolean().describe('a reply waits to be published'), allowedActions: z.array(allowedActionSchema('AllowedRenewalAction', ['renewed-reply'])) })
  .meta({ id: 'RenewalItem' });
type RenewalItem = BeforeJson<z.infer<typeof renewalItemSchema>>;

const signers: readonly Role[] = ['web-admin', 'reviewer', 'principal'];

export interface RatingsAsked extends DuePage {
  state: 'open' | 'decided';
}

const rated = `rating AS waiting JOIN message USING (message_id) WHERE rating = 'dissatisfied'`;
export const openRatings: DueQueue = { table: 'rating', id: 'rating_id', from: `${rated} AND outcome IS NULL AND ending IN ('publicly-answered', 'privately-answered')` };
const decided: DueQueue = { ...openRatings, from: `${rated} AND outcome IS NOT NULL` };
export const openRenewals: DueQueue = {
  table: 'renewal',
  id: 'renewal_id',
  from: `renewal AS waiting JOIN message USING (message_id)
    WHERE NOT EXISTS (SELECT FROM reply JOIN review USING (reply_id) WHERE reply.renews = waiting.renewal_id AND outcome = 'published')`,
};

/** What waits: for the office 不满意, for units 二次办理; and the alarms over both. */
@Injectable()
export class RenewalQueues {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Signatories) private readonly signatories: Signatories,
  ) {}

  async ratings({ state, ...page }: RatingsAsked): Promise<Page<RatingItem>> {
    const columns = `rating_id AS "ratingId", jsonb_build_object('code', message.unit_code, 'name', coalesce((SELECT name FROM unit WHERE code = message.unit_code), message.unit_code)) AS unit, waiting.reason,
      after_contact_reading AS "afterContactReading", rated_at AS "ratedAt", outcome, decision_reason AS "decisionReason", decided_at AS "decidedAt", message.state AS "messageState"`;
    const { items, next } = await readDue<Omit<RatingItem, 'allowedActions'> & { messageState: MessageState }>(this.dataSource, state === 'open' ? openRatings : decided, columns, page, this.clock.now());
    return {
      items: items.map(({ messageState, ...item }) => {
        const inTheWay = refusedIn('decide-rating', messageState) ?? (item.outcome === null ? null : problem('routing.rating-decided'));
        return { ...item, overdue: item.overdue && item.outcome === null, allowedActions: [allowedAction('decide-rating', inTheWay)] };
      }),
      next,
    };
  }

  /** Offices see all, everyone else those of the own unit. */
  async renewals(page: DuePage, caller: Caller): Promise<Page<RenewalItem>> {
    const isOffice = caller.roles.some((role) => role === 'information-office' || role === 'supervision-office');
    if (!isOffice && caller.unit === null) throw problem('routing.not-your-unit');
    const columns = `renewal_id AS "renewalId", jsonb_build_object('code', waiting.unit_code, 'name', waiting.unit_name) AS unit, waiting.reason, due_on::text AS "dueOn", ordered_at AS "orderedAt",
      EXISTS (SELECT FROM reply LEFT JOIN review USING (reply_id) WHERE reply.renews = waiting.renewal_id AND outcome IS NULL) AS "inReview", message.kind, message.state AS "messageState"`;
    const { items, next } = await readDue<Omit<RenewalItem, 'allowedActions'> & { kind: MessageKind | null; messageState: MessageState }>(this.dataSource, openRenewals, columns, page, this.clock.now(), isOffice ? null : caller.unit);
    const mayAnswer = signers.some((role) => caller.roles.includes(role));
    const withActions = items.map(async ({ kind, messageState, ...item }) => {
      if (!mayAnswer) return { ...item, allowedActions: [] };
      const asPerson = await refusedBy(() => this.signatories.signing({ manager: this.dataSource.manager, message: { unitCode: String(item.unit.code), kind } }, caller));
      const inTheWay = asPerson ?? refusedIn('renewed-reply', messageState) ?? (item.inReview ? problem('routing.reply-in-review') : null);
      return { ...item, allowedActions: [allowedAction('renewed-reply', inTheWay)] };
    });
    return { items: await Promise.all(withActions), next };
  }

  countRatings(): Promise<WaitingCount> {
    return countDue(this.dataSource, openRatings, this.clock.now());
  }

  /** @param unit null: of all units */
  countRenewals(unit: string | null): Promise<WaitingCount> {
    return countDue(this.dataSource, openRenewals, this.clock.now(), unit);
  }
}
