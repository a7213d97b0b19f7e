import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, objectionDecided, type EventData, type objectionFiled } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager, type Problem } from '@wenzheng/platform';
import { z } from 'zod';
import { assertAllowed, MessageActions, type ActionAnswer } from '../../message/action/message-actions.service.js';
import { problem } from '../../problems.js';
import { objectionDueAt } from '../ruling.rules.js';
import { ObjectionEntity } from './objection.entity.js';

export const objectionDecisionSchema = z
  .object({ messageId: idSchema, objectionId: idSchema, rulingId: idSchema, outcome: z.enum(['upheld', 'rejected']), decidedAt: instantSchema })
  .meta({ id: 'ObjectionDecision' });
export type ObjectionDecision = z.infer<typeof objectionDecisionSchema>;

export interface DecisionRequest {
  objectionId: string;
  caller: Caller;
  body: { outcome: 'upheld' | 'rejected'; reason: string };
  idempotencyKey: string | null;
}

/** 异议 against a ruling of invalidity: one for each, decided by somebody else than who ruled. */
@Injectable()
export class Objections {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  /** Intake has checked that there is a ruling to object to, and that it is in time. */
  async file(manager: EntityManager, objections: readonly EventData<typeof objectionFiled>[]): Promise<void> {
    const unique = new Map(objections.map((objection) => [objection.objectionId, objection]));
    const rows = [...unique.values()].map((objection) => ({ ...objection, dueAt: objectionDueAt(new Date(objection.filedAt), this.calendars.current) }));
    await insertRows(manager, ObjectionEntity, rows.sort((a, b) => (a.objectionId < b.objectionId ? -1 : 1)), { onConflict: 'ignore' });
  }

  /** @throws Problem `routing.unknown-objection`, `routing.objection-of-own-ruling`, `routing.objection-decided` */
  async decide({ objectionId, caller, body, idempotencyKey }: DecisionRequest): Promise<ActionAnswer<ObjectionDecision>> {
    const [objection] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM objection WHERE objection_id = $1', [objectionId]);
    if (!objection) throw problem('routing.unknown-objection');
    const { messageId } = objection;
    return this.actions.act('decide-objection', { messageId, caller, body: { objectionId, ...body }, idempotencyKey }, async ({ manager, message, now, nextVersion }) => {
      const [open] = await manager.query<{ rulingId: string; outcome: string | null; ruledBy: string }[]>(
        `SELECT ruling_id AS "rulingId", objection.outcome, ruled_by AS "ruledBy" FROM objection JOIN ruling USING (ruling_id) WHERE objection_id = $1`,
        [objectionId],
      );
      if (!open || open.outcome !== null) throw problem('routing.objection-decided');
      const refusal = refusalOfDecider(open.ruledBy, caller);
      if (refusal) throw refusal;
      assertAllowed('decide-objection', message);
      const { rulingId } = open;
      const { outcome, reason } = body;
      await manager.query('UPDATE objection SET outcome = $2, reason = $3, decided_at = $4, decided_by = $5 WHERE objection_id = $1', [objectionId, outcome, reason, now, caller.subject]);
      if (outcome === 'upheld') {
        await manager.query('UPDATE ruling SET lifted = true WHERE ruling_id = $1', [rulingId]);
        await manager.query('UPDATE message SET deadline_closed_at = NULL, submitted_in_time = NULL WHERE message_id = $1', [messageId]);
      }
      const data = { messageId, objectionId, rulingId, outcome, reason, decidedAt: now.toISOString() };
      await appendToOutbox(manager, [createEvent(objectionDecided, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { messageId, objectionId, rulingId, outcome, decidedAt: data.decidedAt };
    });
  }
}

/** Somebody else than who ruled. */
export const refusalOfDecider = (ruledBy: string, { subject }: Caller): Problem | null => (ruledBy === subject ? problem('routing.objection-of-own-ruling') : null);
