import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, createEvent, dateSchema, escalationAcknowledged, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { allowedAction, allowedActionSchema, audit, DATA_SOURCE, platformProblem, type Caller, type DataSource, type EntityManager, type Problem } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { lockTimers, nextSequences } from '../deadline/timer/timers.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { escalationAddressees, type EscalationAddressee } from './escalation.entity.js';

/** A place in the list: what `after` and the ids of the stream are. */
export const positionSchema = z.string().regex(/^\d{1,18}$/);

export const escalationSchema = z
  .object({
    id: idSchema,
    position: z.string().describe('its place in the list, as a decimal number: the cursor of `after`'),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    to: z.enum(escalationAddressees),
    messageId: idSchema,
    messageNumber: z.string(),
    channel: channelSchema,
    unit: unitRefSchema.nullable(),
    replyDueOn: dateSchema.describe('the due date that was missed'),
    finalDueOn: dateSchema.nullable(),
    raisedAt: instantSchema,
    acknowledgedAt: instantSchema.nullable(),
    acknowledgedBy: z.string().nullable(),
    note: z.string().nullable(),
    withdrawnAt: instantSchema.nullable(),
    passedOnAt: instantSchema.nullable().describe('the office before this one did not acknowledge it in time'),
    passedOnFrom: z.enum(escalationAddressees).nullable(),
    cause: z.object({ kind: z.enum(['urging-order', 'major-matter', 'renewal']), id: idSchema }).nullable().describe('the document or renewed handling that nobody saw to, where that raised it and not the ladder'),
  })
  .meta({ id: 'Escalation' });
type Instants = 'raisedAt' | 'acknowledgedAt' | 'withdrawnAt' | 'passedOnAt';
/** As the database gives it: instants become text on their way out. */
export type Escalation = Omit<z.infer<typeof escalationSchema>, Instants> & { raisedAt: Date; acknowledgedAt: Date | null; withdrawnAt: Date | null; passedOnAt: Date | null };

const selectEscalation = `
  SELECT id, position::text, level, "to", message_id AS "messageId", message_number AS "messageNumber", channel,
    CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit,
    reply_due_on::text AS "replyDueOn", final_due_on::text AS "finalDueOn", raised_at AS "raisedAt",
    acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy", note, withdrawn_at AS "withdrawnAt",
    passed_on_at AS "passedOnAt", passed_on_from AS "passedOnFrom",
    CASE WHEN cause_id IS NULL THEN NULL ELSE json_build_object('kind', cause_kind, 'id', cause_id) END AS cause
  FROM escalation`;

/** The addressed office alone. */
const refusalOf = ({ to }: Escalation, { roles }: Pick<Caller, 'roles'>): Problem | null => (roles.includes(to) ? null : problem('deadline-supervision.not-addressed-to-you'));

/** With what its reader may do about it: nothing more, once it is acknowledged. */
export const listedEscalationSchema = escalationSchema.extend({ allowedActions: z.array(allowedActionSchema('AllowedEscalationAction', ['acknowledge'])) }).meta({ id: 'ListedEscalation' });
export const listed = (escalation: Escalation, caller: Pick<Caller, 'roles'>) => ({
  ...escalation,
  allowedActions: escalation.acknowledgedAt === null ? [allowedAction('acknowledge', refusalOf(escalation, caller))] : [],
});

/** The supervision office sees everything, the others what is addressed to them. */
const visibleTo = (caller: Pick<Caller, 'roles'>): EscalationAddressee[] =>
  escalationAddressees.filter((office) => caller.roles.includes('supervision-office') || caller.roles.includes(office));

const unplaced = '(position IS NULL OR moving)';
const positionBatch = 1_000;

/**
 * The first of those that wait, at the end of the list. By their ids and not by a join with what is numbered: PostgreSQL may have counted the table while a crowd of
 * escalations was on its way into it, takes it for empty, and would then sort all of them again for each.
 * @returns how many
 */
async function placeNext(manager: EntityManager): Promise<number> {
  const waiting = await manager.query<{ id: string }[]>(`SELECT id FROM escalation WHERE ${unplaced} ORDER BY raised_at, level, id LIMIT $1`, [positionBatch]);
  await manager.query(
    `UPDATE escalation SET position = (SELECT coalesce(max(position), 0) FROM escalation) + array_position($1::uuid[], id), moving = NULL WHERE id = ANY ($1::uuid[])`,
    [waiting.map(({ id }) => id)],
  );
  return waiting.length;
}

@Injectable()
export class EscalationService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Gives each escalation its place in the list, and one that was withdrawn or passed on a new one at its end. One writer at a time, and only for what is committed: whoever has read up
   * to a position has missed nothing before it, however the transactions that raised them came to commit.
   */
  async assignPositions(): Promise<void> {
    const [waiting] = await this.dataSource.query<unknown[]>(`SELECT FROM escalation WHERE ${unplaced} LIMIT 1`);
    if (!waiting) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('escalation position ' || current_schema()))`);
      while ((await placeNext(manager)) === positionBatch);
      await manager.query(`SELECT pg_notify('escalation_' || current_schema(), '')`);
    });
  }

  /** `next` is never null: the list goes on. */
  async list(caller: Pick<Caller, 'roles'>, page: { after: string; limit: number; level?: number | undefined }): Promise<{ items: Escalation[]; next: string }> {
    const items = await this.dataSource.query<Escalation[]>(
      `${selectEscalation} WHERE position > $1::bigint AND "to" = ANY ($2::text[]) AND ($3::int IS NULL OR level = $3)
       ORDER BY escalation.position LIMIT $4`,
      [page.after, visibleTo(caller), page.level ?? null, page.limit],
    );
    return { items, next: items.at(-1)?.position ?? page.after };
  }

  /** The addressed office says that it has seen it, once; a repeat changes nothing. */
  async acknowledge(id: string, caller: Caller, note: string | null): Promise<{ escalation: Escalation; isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      const found = await one(manager, id);
      if (!found || !visibleTo(caller).includes(found.to)) throw platformProblem('not-found');
      const refusal = refusalOf(found, caller);
      if (refusal) throw refusal;
      // Lock the timer before the escalation, as the sweep does.
      await lockTimers(manager, [found.messageId]);
      const [changed] = (await manager.query(
        `UPDATE escalation SET acknowledged_at = $2, acknowledged_by = $3, note = $4 WHERE id = $1 AND acknowledged_at IS NULL RETURNING id`,
        [id, this.clock.now(), caller.subject, note],
      )) as [unknown[], number];
      const escalation = await one(manager, id);
      if (!escalation) throw platformProblem('not-found');
      if (changed.length > 0) {
        await this.announce(manager, escalation);
        await audit(manager, { by: caller, at: this.clock.now(), did: 'escalation.acknowledged', about: id });
      }
      return { escalation, isRepeat: changed.length === 0 };
    });
  }

  private async announce(manager: EntityManager, { id, messageId, acknowledgedAt, acknowledgedBy }: Escalation): Promise<void> {
    if (!acknowledgedAt || !acknowledgedBy) throw new Error('an escalation without its acknowledgement');
    const sequence = (await nextSequences(manager, [messageId])).get(messageId);
    if (sequence === undefined) throw new Error('an escalation without a timer');
    const data = { escalationId: id, messageId, acknowledgedAt: acknowledgedAt.toISOString(), acknowledgedBy: acknowledgedBy.slice(0, 200) };
    await appendToOutbox(manager, [
      createEvent(escalationAcknowledged, { subject: messageId, sequence, time: acknowledgedAt, data }),
    ]);
  }
}

async function one(manager: EntityManager, id: string): Promise<Escalation | undefined> {
  const [escalation] = await manager.query<Escalation[]>(`${selectEscalation} WHERE id = $1`, [id]);
  return escalation;
}
