import { Inject, Injectable } from '@nestjs/common';
import { createEvent, messageAssigned, type EventData, type EventEnvelope, type sessionScheduled } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { lockMessages, recomputeStates } from '../../message/locked-message.js';
import { CLOCK } from '../../tokens.js';
import { unitRefOf, UnitRegistry } from '../../unit/unit-registry.service.js';
import { AssignmentEntity } from '../assignment.entity.js';
import { decideForSession, holdingPenDueAt, type AskedSession } from '../assignment.rules.js';
import { LiveSessionEntity } from './session.entity.js';

/** 首问负责制 (R18): what is asked in a session is its unit's, whatever else it says, and whichever is heard of first. */
@Injectable()
export class Sessions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /**
   * Questions that came before their session was known go to its unit.
   * @returns which
   */
  async schedule(manager: EntityManager, sessions: readonly EventData<typeof sessionScheduled>[]): Promise<string[]> {
    const rows = [...new Map(sessions.map((session) => [session.sessionId, session])).values()]
      .sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1))
      .map(({ sessionId, sessionNumber, channel, title, unit }) => ({ sessionId, number: sessionNumber, channel, title, unitCode: unit.code, unitName: unit.name }));
    await lockSessions(manager, rows.map(({ sessionId }) => sessionId));
    await insertRows(manager, LiveSessionEntity, rows, { onConflict: 'ignore' });
    const waiting = await manager.query<{ messageId: string }[]>(
      `SELECT message_id AS "messageId" FROM message WHERE session_id = ANY ($1::text[]) AND holding_pen_reason = 'session-unknown'`,
      [rows.map(({ sessionId }) => sessionId)],
    );
    const messageIds = waiting.map(({ messageId }) => messageId);
    await this.assignWaiting(manager, messageIds);
    return messageIds;
  }

  /** Of questions that are registered now; whoever comes second, question or session, sees the first. */
  async known(manager: EntityManager, sessionIds: readonly string[]): Promise<Map<string, AskedSession>> {
    if (sessionIds.length === 0) return new Map();
    await lockSessions(manager, sessionIds);
    const rows = await manager.query<(AskedSession & { sessionId: string })[]>(
      `SELECT session_id AS "sessionId", channel, unit_code AS "unitCode", unit_name AS "unitName" FROM live_session WHERE session_id = ANY ($1::text[])`,
      [sessionIds],
    );
    return new Map(rows.map((row) => [row.sessionId, row]));
  }

  private async assignWaiting(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const tree = await this.registry.tree(manager);
    const now = this.clock.now();
    const envelopes: EventEnvelope[] = [];
    for (const { messageId, channel, version } of await lockMessages(manager, messageIds)) {
      const [session] = await manager.query<AskedSession[]>(
        `SELECT live_session.channel, live_session.unit_code AS "unitCode", live_session.unit_name AS "unitName" FROM message JOIN live_session USING (session_id)
         WHERE message_id = $1 AND holding_pen_reason = 'session-unknown' AND state = 'holding-pen'`,
        [messageId],
      );
      if (!session) continue;
      const decision = decideForSession({ channel }, session, tree);
      if (decision.kind === 'holding-pen') {
        const { reason, detail } = decision;
        await manager.query('UPDATE message SET first_asked = $2, holding_pen_reason = $3, holding_pen_detail = $4, holding_pen_due_at = $5 WHERE message_id = $1', [
          messageId, session.unitCode, reason, detail, holdingPenDueAt(now, this.calendars.current),
        ]);
        continue;
      }
      const { unit, reason } = decision;
      await manager.query(
        `UPDATE message SET unit_code = $2, first_asked = $2, assigned_at = $3, assigned_by = 'addressed', version = version + 1,
           holding_pen_reason = NULL, holding_pen_detail = NULL, holding_pen_since = NULL, holding_pen_due_at = NULL WHERE message_id = $1`,
        [messageId, unit.code, now],
      );
      const sequence = version + 1;
      await insertRows(manager, AssignmentEntity, [{ messageId, sequence, unitCode: unit.code, unitName: unit.name, by: 'addressed', designated: false, reason, assignedAt: now }]);
      const data = { messageId, unit: unitRefOf(unit), assignedAt: now.toISOString(), by: 'addressed' as const, reason };
      envelopes.push(createEvent(messageAssigned, { subject: messageId, sequence, time: now, data }));
    }
    await recomputeStates(manager, messageIds);
    await appendToOutbox(manager, envelopes);
  }
}

const lockSessions = (manager: EntityManager, sessionIds: readonly string[]): Promise<unknown> =>
  manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' session ' || id, 0)) FROM (SELECT DISTINCT id FROM unnest($1::text[]) AS id ORDER BY id) AS session`, [sessionIds]);
