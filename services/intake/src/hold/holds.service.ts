import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { allowedAction, DATA_SOURCE, pageFrom, Problem, type BeforeJson, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { registrationEventsOf, type Told } from '../message/message-row.js';
import type { HoldOutcome, HoldReason } from '../message/hold-reasons.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { holdDueAt, mayBeSetAside } from './hold.rules.js';
import type { decidedSchema, HoldDecision, HoldPage, holdSchema } from './hold.schemas.js';

type HoldView = BeforeJson<z.infer<typeof holdSchema>>;
type Decided = BeforeJson<z.infer<typeof decidedSchema>>;

interface HoldRow extends Pick<Told, 'messageId' | 'messageNumber' | 'channel' | 'title' | 'text'> {
  connector: string;
  kind: MessageKind | null;
  visibility: Visibility;
  addressedUnit: string | null;
  reasons: HoldReason[];
  heldAt: Date;
  decision: HoldView['decision'];
}

const columns = `message_id AS "messageId", message_number AS "messageNumber", channel, connector, title, text, kind, visibility, addressed_unit AS "addressedUnit", reasons, held_at AS "heldAt",
  CASE WHEN outcome IS NOT NULL THEN json_build_object('outcome', outcome, 'ground', ground, 'reason', reason, 'guidance', guidance, 'decidedAt', decided_at) END AS decision`;

/** 待甄别: the queue, and what is decided. Each decision is one transaction under the message's lock. */
@Injectable()
export class Holds {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(DeliveryQueue) private readonly deliveries: DeliveryQueue,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page({ state, channel, after, limit }: HoldPage): Promise<Page<HoldView>> {
    const isWaiting = state === 'waiting';
    const [at, order] = isWaiting ? ['held_at', 'ASC'] : ['decided_at', 'DESC'];
    const [instant = null, id = null] = after?.split(' ') ?? [];
    const rows = await this.dataSource.query<(HoldRow & { place: string })[]>(
      `SELECT ${columns}, to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || message_id AS place FROM hold JOIN message USING (message_id)
       WHERE outcome IS ${isWaiting ? '' : 'NOT '}NULL AND ($1::text IS NULL OR channel = $1) AND ($2::timestamptz IS NULL OR (${at}, message_id) ${isWaiting ? '>' : '<'} ($2, $3::uuid))
       ORDER BY ${at} ${order}, message_id ${order} LIMIT $4`,
      [channel ?? null, instant, id, limit + 1],
    );
    const { items, next } = pageFrom(rows, limit, ({ place }) => place);
    return { items: items.map(({ place: _place, ...row }) => this.viewOf(row)), next };
  }

  /** Few wait always: each is looked at by the calendar of now, whatever that was when it came in. */
  async count(): Promise<{ waiting: number; overdue: number }> {
    const rows = await this.dataSource.query<{ heldAt: Date }[]>('SELECT held_at AS "heldAt" FROM hold WHERE outcome IS NULL');
    return { waiting: rows.length, overdue: rows.filter(({ heldAt }) => this.isOverdue(heldAt)).length };
  }

  /** The same again by the same person is answered with the same. */
  decide(messageId: string, decision: HoldDecision, by: Caller): Promise<{ repeated: boolean; answer: Decided }> {
    return this.dataSource.transaction(async (manager) => {
      const held = await lockHeld(manager, messageId);
      if (!held) throw problem('intake.hold-not-found');
      const { reasons, messageNumber, registeredAt, outcome, decidedBy } = held;
      const answer = { messageId, messageNumber, outcome: decision.outcome, registeredAt: decision.outcome === 'set-aside' ? null : registeredAt };
      if (outcome !== null && (outcome !== decision.outcome || decidedBy !== by.subject || !isSame(held, decision))) throw problem('intake.hold-decided');
      if (outcome !== null) return { repeated: true, answer: { ...answer, decidedAt: held.decidedAt! } };
      if (decision.outcome === 'set-aside' && !mayBeSetAside(reasons)) throw problem('intake.hold-has-words');
      const decidedAt = this.clock.now();
      const { ground = null, reason = null, guidance = null } = { ground: undefined, reason: undefined, guidance: undefined, ...decision };
      await manager.query(`UPDATE hold SET outcome = $2, ground = $3, reason = $4, guidance = $5, decided_at = $6, decided_by = $7 WHERE message_id = $1`, [messageId, decision.outcome, ground, reason, guidance, decidedAt, by.subject]);
      if (decision.outcome === 'set-aside') await manager.query(`UPDATE message SET hold = 'set-aside' WHERE message_id = $1`, [messageId]);
      else await this.register(manager, held, decision, { decidedAt, by });
      return { repeated: false, answer: { ...answer, decidedAt } };
    });
  }

  /** About each as {@link decide}, one after the other. */
  async decideMany(messageIds: readonly string[], decision: HoldDecision, by: Caller): Promise<{ messageId: string; decided: Decided | null; code: string | null }[]> {
    const results = [];
    for (const messageId of new Set(messageIds)) {
      const result = await this.decide(messageId, decision, by).then(({ answer }) => ({ decided: answer, code: null }), refusedOnly);
      results.push({ messageId, ...result });
    }
    return results;
  }

  /** 登记 as of when it came in, as every message: no decision of ours moves the day from which its deadline counts. */
  private async register(manager: EntityManager, held: HeldMessage, decision: Exclude<HoldDecision, { outcome: 'set-aside' }>, { decidedAt, by }: { decidedAt: Date; by: Caller }): Promise<void> {
    const ruling = decision.outcome === 'released' ? null : { ground: decision.ground, reason: decision.reason, guidance: decision.guidance, ruledBy: by.subject };
    // What is ruled to be none of the city's business is not made public with its notice.
    const visibility = ruling ? ('private' as const) : held.visibility;
    const events = registrationEventsOf({ ...held, visibility }, { decidedAt: decidedAt.toISOString(), ruling });
    await manager.query('UPDATE message SET hold = NULL, visibility = $2, version = $3 WHERE message_id = $1', [held.messageId, visibility, events.length]);
    await appendToOutbox(manager, events.map((event) => ({ ...event, time: decidedAt.toISOString() })));
    if (!ruling && held.receipt) await this.deliveries.enqueueReceipts(manager, [held.messageId]);
  }

  private viewOf({ decision, ...row }: HoldRow): HoldView {
    const { reasons, heldAt } = row;
    const decided = decision === null ? null : problem('intake.hold-decided');
    const setAside = decided ?? (mayBeSetAside(reasons) ? null : problem('intake.hold-has-words'));
    return {
      ...row,
      decision,
      dueAt: holdDueAt(heldAt, this.calendars.current),
      overdue: decision === null && this.isOverdue(heldAt),
      allowedActions: [allowedAction('release', decided), allowedAction('rule-invalid', decided), allowedAction('set-aside', setAside)],
    };
  }

  private isOverdue(heldAt: Date): boolean {
    const dueAt = holdDueAt(heldAt, this.calendars.current);
    return dueAt !== null && dueAt <= this.clock.now();
  }
}

function refusedOnly(error: unknown): { decided: null; code: string } {
  if (error instanceof Problem && error.status < 500) return { decided: null, code: error.code };
  throw error;
}

interface HeldMessage extends Told {
  receipt: boolean;
  reasons: HoldReason[];
  outcome: HoldOutcome | null;
  ground: string | null;
  reason: string | null;
  guidance: string | null;
  decidedAt: Date | null;
  decidedBy: string | null;
}

function isSame({ ground, reason, guidance }: HeldMessage, decision: HoldDecision): boolean {
  const given = { ground: null, reason: null, guidance: null, ...decision };
  return ground === given.ground && reason === given.reason && guidance === given.guidance;
}

async function lockHeld(manager: EntityManager, messageId: string): Promise<HeldMessage | undefined> {
  const [held] = await manager.query<(HeldMessage & { channel: ChannelName; occurredAt: string | Date })[]>(
    `SELECT message_id AS "messageId", message_number AS "messageNumber", channel, receipt, registered_at AS "registeredAt", occurred_at AS "occurredAt", kind, visibility, title, text,
       addressed_unit AS unit, author_hash AS "authorHash", session_id AS "sessionId", follow_up_to AS "followUpTo", external_id AS "externalId", historical, nullif(likes, 0) AS likes,
       reasons, outcome, ground, reason, guidance, decided_at AS "decidedAt", decided_by AS "decidedBy"
     FROM message JOIN hold USING (message_id) WHERE message_id = $1 FOR UPDATE`,
    [messageId],
  );
  return held;
}
