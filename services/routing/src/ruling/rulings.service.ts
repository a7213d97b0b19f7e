import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, dateSchema, idSchema, instantSchema, invalidityGroundSchema, messageRuledInvalid, unitRefSchema, type EventData, type InvalidityGround, type messageRegistered, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { assertAllowed, MessageActions, nextVersion, type ActionAnswer } from '../message/action/message-actions.service.js';
import { recomputeStates } from '../message/locked-message.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { problem } from '../problems.js';
import { unitRefOf } from '../unit/unit-registry.service.js';
import { RulingEntity, RulingProposalEntity } from './ruling.entity.js';
import { objectionUntil, proposalDueAt } from './ruling.rules.js';

export const rulingProposalSchema = z
  .object({ proposalId: idSchema, messageId: idSchema, unit: unitRefSchema, ground: invalidityGroundSchema, proposedAt: instantSchema, dueAt: instantSchema.nullable() })
  .meta({ id: 'RulingProposal' });
export type SubmittedProposal = z.infer<typeof rulingProposalSchema>;

export const rulingSchema = z
  .object({
    messageId: idSchema,
    ruling: z.enum(['invalid', 'valid']),
    rulingId: idSchema.nullable().describe('null where the proposal was rejected'),
    proposalId: idSchema.nullable(),
    ruledAt: instantSchema,
    objectionUntil: dateSchema.nullable().describe('the last day on which the writer can object'),
  })
  .meta({ id: 'Ruling' });
export type Ruled = z.infer<typeof rulingSchema>;

export type RulingBody = { ruling: 'valid'; reason: string } | { ruling: 'invalid'; ground: InvalidityGround; reason: string; guidance: string };

interface OpenProposal {
  proposalId: string;
  unit: UnitRef;
}

/** 无效认定 (R04): a unit proposes, the information office alone rules. The clock runs until it has. */
@Injectable()
export class Rulings {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
  ) {}

  propose(request: ActionRequest<{ ground: InvalidityGround; reason: string }>): Promise<ActionAnswer<SubmittedProposal>> {
    const { messageId, caller, body } = request;
    return this.actions.act('propose-ruling', request, async (at) => {
      const { manager, message, now } = at;
      const unit = unitRefOf(await this.actions.ownUnit(at, caller));
      assertAllowed('propose-ruling', message);
      if (await openProposal(manager, messageId)) throw problem('routing.ruling-proposed');
      const proposal = { proposalId: randomUUID(), messageId, ground: body.ground, dueAt: proposalDueAt(now, this.calendars.current) };
      const row = { ...proposal, unitCode: unit.code, unitName: unit.name, reason: body.reason, proposedAt: now, proposedBy: caller.subject };
      await insertRows(manager, RulingProposalEntity, [row]);
      return { ...proposal, unit, proposedAt: now.toISOString(), dueAt: proposal.dueAt?.toISOString() ?? null };
    });
  }

  rule(request: ActionRequest<RulingBody>): Promise<ActionAnswer<Ruled>> {
    const { messageId, caller, body } = request;
    return this.actions.act('rule', request, async ({ manager, message, now, nextVersion }) => {
      assertAllowed('rule', message);
      const proposal = await openProposal(manager, messageId);
      if (body.ruling === 'valid' && !proposal) throw problem('routing.no-ruling-proposed');
      const outcome = body.ruling === 'valid' ? 'rejected' : 'accepted';
      await manager.query(
        `UPDATE ruling_proposal SET outcome = $2, decision_reason = $3, decided_at = $4, decided_by = $5 WHERE proposal_id = $1`,
        [proposal?.proposalId ?? null, outcome, body.reason, now, caller.subject],
      );
      const ruled = { messageId, ruling: body.ruling, proposalId: proposal?.proposalId ?? null, ruledAt: now.toISOString() };
      if (body.ruling === 'valid') return { ...ruled, rulingId: null, objectionUntil: null };
      const { ground, reason, guidance } = body;
      const ruling = { messageId, rulingId: randomUUID(), ground, reason, guidance, objectionUntil: objectionUntil(now, this.calendars.current) };
      await insertRows(manager, RulingEntity, [{ ...ruling, proposalId: ruled.proposalId, ruledAt: now, ruledBy: caller.subject }]);
      const data = { ...ruling, proposedBy: proposal?.unit ?? null, ruledAt: ruled.ruledAt };
      await appendToOutbox(manager, [createEvent(messageRuledInvalid, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { ...ruled, rulingId: ruling.rulingId, objectionUntil: ruling.objectionUntil };
    });
  }

  /** What the office has decided of messages that were held at intake 待甄别, in the transaction of their registration. No unit has had them. */
  async takeOver(manager: EntityManager, messages: readonly EventData<typeof messageRegistered>[]): Promise<void> {
    const ruled = messages.flatMap(({ messageId, screening }) => (screening?.ruling ? [{ messageId, ...screening.ruling, ruledAt: new Date(screening.decidedAt) }] : []));
    for (const { messageId, ground, reason, guidance, ruledAt, ruledBy } of ruled) {
      const ruling = { messageId, rulingId: randomUUID(), ground, reason, guidance, objectionUntil: objectionUntil(ruledAt, this.calendars.current) };
      await insertRows(manager, RulingEntity, [{ ...ruling, proposalId: null, ruledAt, ruledBy }]);
      const data = { ...ruling, proposedBy: null, ruledAt: ruledAt.toISOString() };
      await appendToOutbox(manager, [createEvent(messageRuledInvalid, { subject: messageId, sequence: await nextVersion(manager, messageId), time: ruledAt, data })]);
    }
    if (ruled.length > 0) await recomputeStates(manager, ruled.map(({ messageId }) => messageId));
  }
}

async function openProposal(manager: EntityManager, messageId: string): Promise<OpenProposal | undefined> {
  const [row] = await manager.query<OpenProposal[]>(
    `SELECT proposal_id AS "proposalId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit FROM ruling_proposal WHERE message_id = $1 AND outcome IS NULL`,
    [messageId],
  );
  return row;
}
