import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema, unitRefSchema, type EventData, type identityGrantEnded, type identityRequestDecided, type MessageKind } from '@wenzheng/contracts';
import { DATA_SOURCE, insertRows, pageFrom, pageQuery, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { byPeople } from './vault.entity.js';
import { IdentityGrantEnd, IdentityRequest } from './identity-request.entity.js';

export const identityAccessSchema = z
  .object({
    accessId: idSchema,
    unit: unitRefSchema.nullable().describe('who has asked or read; null: the information office'),
    purpose: z.string(),
    at: instantSchema.describe('when it was asked or, where nobody had to be asked, read'),
    decision: z.enum(['granted', 'refused']).nullable().describe('null: nobody had to be asked'),
    decidedBy: z.enum(['information-office', 'supervision-office']).nullable().describe('the office; never a person'),
    decidedAt: instantSchema.nullable(),
    until: instantSchema.nullable().describe('or when it ended before: with the reader’s post, or with the unit’s having the message'),
    readings: z.array(z.object({ at: instantSchema, purpose: z.string() })),
  })
  .meta({ id: 'IdentityAccess' });
type Access = z.infer<typeof identityAccessSchema>;
export type IdentityAccess = Omit<Access, 'at' | 'decidedAt' | 'until'> & { at: Date; decidedAt: Date | null; until: Date | null };

export const accessPageSchema = z.object(pageQuery(idSchema, { limit: 50, atMost: 200 }));

/** 身份查阅: who may read who wrote a message, and what the writer is shown of it. */
@Injectable()
export class IdentityRequests {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async keep(manager: EntityManager, decisions: readonly EventData<typeof identityRequestDecided>[]): Promise<void> {
    const rows = [...new Map(decisions.map((one) => [one.requestId, one])).values()].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
    await insertRows(manager, IdentityRequest, rows.map(({ unit, ...row }) => ({ ...row, unitCode: unit?.code ?? null, unitName: unit?.name ?? null })), { onConflict: 'ignore' });
  }

  async keepEnds(manager: EntityManager, ends: readonly EventData<typeof identityGrantEnded>[]): Promise<void> {
    const rows = [...new Map(ends.map(({ requestId, endedAt }) => [requestId, { requestId, endedAt }])).values()].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
    await insertRows(manager, IdentityGrantEnd, rows, { onConflict: 'ignore' });
  }

  /**
   * The grant by which the caller reads; null where none is needed: the information office reads what is no report of wrongdoing 举报.
   * @throws Problem `intake.message-not-found`, `intake.identity-sealed`
   */
  async grantFor(manager: EntityManager, messageId: string, reader: Caller, now: Date): Promise<string | null> {
    const [message] = await manager.query<{ kind: MessageKind | null }[]>('SELECT kind FROM message WHERE message_id = $1', [messageId]);
    if (!message) throw problem('intake.message-not-found');
    if (message.kind !== 'report' && reader.roles.includes('information-office')) return null;
    const [grant] = await manager.query<{ requestId: string }[]>(
      `SELECT request_id AS "requestId" FROM identity_request WHERE message_id = $1 AND requester = $2 AND until > $3
         AND NOT EXISTS (SELECT FROM identity_grant_end WHERE identity_grant_end.request_id = identity_request.request_id) ORDER BY until DESC LIMIT 1`,
      [messageId, reader.subject, now],
    );
    if (!grant) throw problem('intake.identity-sealed');
    return grant.requestId;
  }

  /** For the writer: each request that was decided with the readings under it, and each reading that needed none; the earliest first. */
  async accesses(messageId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<Page<IdentityAccess>> {
    const rows = await this.dataSource.query<IdentityAccess[]>(
      `WITH access AS (
         SELECT request_id AS "accessId", CASE WHEN unit_code IS NOT NULL THEN jsonb_build_object('code', unit_code, 'name', unit_name) END AS unit, purpose, requested_at AS at,
           decision, decided_by AS "decidedBy", decided_at AS "decidedAt", least(until, ended_at) AS until,
           coalesce((SELECT jsonb_agg(jsonb_build_object('at', ${isoOf('read_at')}, 'purpose', purpose) ORDER BY read_at) FROM vault_read WHERE vault_read.request_id = identity_request.request_id), '[]') AS readings
         FROM identity_request LEFT JOIN identity_grant_end USING (request_id) WHERE message_id = $1
         UNION ALL
         SELECT reading_id, NULL, purpose, read_at, NULL, NULL, NULL, NULL, jsonb_build_array(jsonb_build_object('at', ${isoOf('read_at')}, 'purpose', purpose))
         FROM vault_read WHERE message_id = $1 AND request_id IS NULL AND ${byPeople})
       SELECT * FROM access WHERE $2::uuid IS NULL OR (at, "accessId") > (SELECT at, "accessId" FROM access WHERE "accessId" = $2) ORDER BY at, "accessId" LIMIT $3`,
      [messageId, after ?? null, limit + 1],
    );
    return pageFrom(rows, limit, ({ accessId }) => accessId);
  }
}

const isoOf = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
