import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, instantSchema, invalidityGroundSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, LOGGER, pageFrom, type BeforeJson, type DataSource, type Logger, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';

const waitingSchema = z.object({
  messageId: idSchema,
  messageNumber: z.string(),
  title: z.string(),
  dueAt: instantSchema.nullable(),
  overdue: z.boolean(),
});
export const waitingProposalSchema = waitingSchema
  .extend({ proposalId: idSchema, unit: unitRefSchema, ground: invalidityGroundSchema, reason: z.string(), proposedAt: instantSchema })
  .meta({ id: 'WaitingRulingProposal' });
export const waitingObjectionSchema = waitingSchema
  .extend({
    objectionId: idSchema,
    text: z.string(),
    filedAt: instantSchema,
    ruling: z.object({ rulingId: idSchema, ground: invalidityGroundSchema, reason: z.string(), objectionUntil: dateSchema.nullable(), ruledAt: instantSchema }),
  })
  .meta({ id: 'WaitingObjection' });

type Proposal = BeforeJson<z.infer<typeof waitingProposalSchema>>;
type Objection = BeforeJson<z.infer<typeof waitingObjectionSchema>>;

export interface PageAsked {
  after?: string | undefined;
  limit: number;
}

interface Waiting {
  id: string;
  dueAt: Date | null;
}

const proposals = {
  from: `ruling_proposal AS waiting JOIN message USING (message_id) WHERE outcome IS NULL AND ending = 'open'`,
  id: 'proposal_id',
  table: 'ruling_proposal',
};
const objections = {
  from: `objection AS waiting JOIN ruling USING (ruling_id) JOIN message ON message.message_id = waiting.message_id WHERE outcome IS NULL AND ending = 'ruled-invalid'`,
  id: 'objection_id',
  table: 'objection',
};
type Queue = typeof proposals;

/** What waits for the information office to rule about, what is due first first; and the alarm when it has not in time. */
@Injectable()
export class RulingQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  proposals(page: PageAsked): Promise<Page<Proposal>> {
    const columns = `jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, ground, waiting.reason, proposed_at AS "proposedAt"`;
    return this.page<Proposal>(proposals, `proposal_id AS "proposalId", ${columns.replaceAll('unit_', 'waiting.unit_')}`, page);
  }

  objections(page: PageAsked): Promise<Page<Objection>> {
    const ruling = `jsonb_build_object('rulingId', ruling_id, 'ground', ground, 'reason', ruling.reason, 'objectionUntil', objection_until,
      'ruledAt', to_char(ruled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS ruling`;
    return this.page<Objection>(objections, `objection_id AS "objectionId", waiting.text, filed_at AS "filedAt", ${ruling}`, page);
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  async raiseAlarm(): Promise<void> {
    const now = this.clock.now();
    for (const { from, id, table } of [proposals, objections]) {
      await this.dataSource.transaction(async (manager) => {
        const [rows] = await manager.query<[{ id: string }[], number]>(
          `UPDATE ${table} SET alarmed_at = $1 WHERE ${id} IN (
             SELECT ${id} FROM ${from} AND waiting.due_at <= $1 AND waiting.alarmed_at IS NULL ORDER BY ${id} LIMIT 1000 FOR UPDATE OF waiting SKIP LOCKED) RETURNING ${id} AS id`,
          [now],
        );
        if (rows.length > 0) this.logger.warn({ alarm: 'ruling-overdue', count: rows.length, queue: table }, 'the information office has not ruled in time');
      });
    }
  }

  private async page<Item extends { dueAt: Date | string | null }>(queue: Queue, columns: string, { after, limit }: PageAsked): Promise<Page<Item>> {
    const cursor = cursorOf(after);
    const now = this.clock.now();
    const due = `coalesce(waiting.due_at, 'infinity')`;
    const rows = await this.dataSource.query<(Item & Waiting)[]>(
      `SELECT message.message_id AS "messageId", message_number AS "messageNumber", title, waiting.due_at AS "dueAt", coalesce(waiting.due_at <= $4, false) AS overdue, ${columns}, ${queue.id} AS id
       FROM ${queue.from} AND ($1::timestamptz IS NULL OR (${due}, ${queue.id}) > ($1, $2::uuid)) ORDER BY ${due}, ${queue.id} LIMIT $3`,
      [cursor?.dueAt ?? null, cursor?.id ?? null, limit + 1, now],
    );
    const { items, next } = pageFrom(rows, limit, ({ dueAt, id }) => Buffer.from(`${dueAt?.toISOString() ?? 'infinity'} ${id}`).toString('base64url'));
    return { items: items.map(({ id: _id, ...item }) => item as unknown as Item), next };
  }
}

function cursorOf(after: string | undefined): { dueAt: string; id: string } | undefined {
  if (after === undefined) return undefined;
  const match = /^(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(after, 'base64url').toString());
  const [, dueAt = '', id = ''] = match ?? [];
  if (id === '' || (dueAt !== 'infinity' && !instantSchema.safeParse(dueAt).success)) throw problem('routing.invalid-cursor');
  return { dueAt, id };
}
