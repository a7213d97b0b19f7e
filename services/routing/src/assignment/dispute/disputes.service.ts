import { Inject, Injectable } from '@nestjs/common';
import { createEvent, disputeRuled, idSchema, instantSchema, messageReturned, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../../message/action/message-actions.service.js';
import { Notices } from '../../notification/notices.service.js';
import { problem } from '../../problems.js';
import { Suggestions } from '../../suggestion/suggestions.service.js';
import { newestDuty, saveDuties } from '../../unit/duty/duty-drafts.js';
import type { DutyBody } from '../../unit/duty/duty-input.js';
import { unitRefOf, UnitRegistry } from '../../unit/unit-registry.service.js';
import { MessageReturnEntity } from '../assignment.entity.js';
import type { DutyCitation } from '../assignment.rules.js';
import { givableUnit, giveTo } from '../giving.js';
import type { DisputeEntity } from './dispute.entity.js';

export const disputeRulingSchema = z
  .object({
    messageId: idSchema,
    disputeId: idSchema,
    ruling: z.enum(['upheld', 'rejected']),
    unit: unitRefSchema.describe('who has the message now'),
    designated: z.boolean().describe('指定承办: it was the second dispute, and there is no third'),
    duty: z.object({ item: z.string(), version: z.int() }).nullable().describe('what the ruling has put into the duty catalogue'),
    ruledAt: instantSchema,
  })
  .meta({ id: 'DisputeRuling' });
export type DisputeRuling = z.infer<typeof disputeRulingSchema>;

export type RulingBody = ({ ruling: 'upheld'; unit: string } | { ruling: 'rejected' }) & { reason: string; catalogue?: DutyBody | undefined };

type Dispute = Pick<DisputeEntity, 'disputeId' | 'unitCode' | 'unitName' | 'reason' | 'suggestedUnit' | 'openedBy' | 'outcome'>;

/** A message is disputed twice at most: the ruling on the second designates 指定承办. */
const disputesUntilDesignation = 2;

/** 派单异议审核: the information office rules while the unit goes on handling the message. */
@Injectable()
export class Disputes {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Suggestions) private readonly suggestions: Suggestions,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  /** @throws Problem `routing.unknown-dispute`, `routing.dispute-ruled`, and what assigning refuses */
  async rule(request: { disputeId: string; caller: Caller; body: RulingBody; idempotencyKey: string | null }): Promise<ActionAnswer<DisputeRuling>> {
    const { disputeId, caller, body, idempotencyKey } = request;
    const [found] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM dispute WHERE dispute_id = $1', [disputeId]);
    if (!found) throw problem('routing.unknown-dispute');
    return this.actions.act('rule-dispute', { ...found, caller, body: { disputeId, ...body }, idempotencyKey }, async (at) => {
      const dispute = await this.open(at, disputeId);
      const { manager, message, now } = at;
      const tree = await this.registry.tree(manager);
      const own = { code: dispute.unitCode, name: tree.get(dispute.unitCode)?.name ?? dispute.unitName };
      const unit = body.ruling === 'upheld' ? await givableUnit(at, tree, body.unit) : own;
      const [{ ruled }] = await manager.query<[{ ruled: number }]>(`SELECT count(*)::int AS ruled FROM dispute WHERE message_id = $1 AND outcome IN ('upheld', 'rejected')`, [message.messageId]);
      const designated = ruled + 1 >= disputesUntilDesignation;
      const duty = body.catalogue ? await this.catalogue(manager, caller, disputeId, { ...body.catalogue, unit: unit.code }) : null;
      if (body.ruling === 'upheld') await this.takeBack(at, dispute, suggestionOf(tree.addressed(dispute.suggestedUnit)));
      if (body.ruling === 'upheld' || designated) await giveTo(at, { unit, designated, reason: body.reason, by: caller.subject, duty });
      await this.suggestions.confirm(manager, [message.messageId], now);
      await end(at, dispute, { ruling: body.ruling, reason: body.reason, by: caller.subject });
      await audit(manager, { by: caller, at: now, did: `dispute.${body.ruling}`, about: disputeId, before: { unit: own.code }, after: { unit: unit.code, designated, duty: duty?.item ?? null } });
      await this.notices.tell(manager, [{ kind: 'dispute-ruled', key: `dispute ruled ${disputeId}`, messageId: message.messageId, unitCode: own.code, posts: ['web-admin', 'backup'] }]);
      return { messageId: message.messageId, disputeId, ruling: body.ruling, unit: unitRefOf(unit), designated, duty, ruledAt: now.toISOString() };
    });
  }

  /** Under the message's lock: whoever comes second finds it ruled. */
  private async open({ manager, message }: ActionContext, disputeId: string): Promise<Dispute> {
    const [dispute] = await manager.query<Dispute[]>(
      `SELECT dispute_id AS "disputeId", unit_code AS "unitCode", unit_name AS "unitName", reason, suggested_unit AS "suggestedUnit", opened_by AS "openedBy", outcome FROM dispute WHERE dispute_id = $1`,
      [disputeId],
    );
    if (!dispute || dispute.outcome !== null) throw problem('routing.dispute-ruled');
    assertAllowed('assign', message);
    if (message.unitCode !== dispute.unitCode) throw problem('routing.dispute-ruled');
    return dispute;
  }

  /** 退回, which the message's public timeline shows; it counts among the unit's returns. */
  private async takeBack({ manager, message, now, nextVersion }: ActionContext, dispute: Dispute, suggestedUnit: UnitRef | null): Promise<void> {
    const unit = { code: dispute.unitCode, name: dispute.unitName };
    await manager.query('UPDATE message SET returns = returns + 1 WHERE message_id = $1', [message.messageId]);
    const returned = { returnId: dispute.disputeId, messageId: message.messageId, unitCode: unit.code, unitName: unit.name, reason: dispute.reason, suggestedUnit: dispute.suggestedUnit };
    await insertRows(manager, MessageReturnEntity, [{ ...returned, accepted: true, returnedAt: now, returnedBy: dispute.openedBy }]);
    const data = { messageId: message.messageId, unit, returnedAt: now.toISOString(), reason: dispute.reason, suggestedUnit };
    await appendToOutbox(manager, [createEvent(messageReturned, { subject: message.messageId, sequence: await nextVersion(), time: now, data })]);
  }

  /** The ruling becomes an item of the duty catalogue, or a new version of one. */
  private async catalogue(manager: EntityManager, by: Caller, disputeId: string, { item, ...input }: DutyBody & { unit: string }): Promise<DutyCitation> {
    let made: DutyCitation | undefined;
    await this.registry.changeIn(manager, { by, did: 'duty.ruled', about: disputeId }, async (draft) => {
      const before = item === undefined ? null : await newestDuty(manager, item);
      if (item !== undefined && (!before || before.endedAt !== null)) throw problem('routing.unknown-duty', { errors: [{ pointer: '/catalogue/item', code: 'invalid_value' }] });
      const [saved] = await saveDuties(draft, [{ input, before }], 'ruling');
      made = saved && { item: saved.item, version: saved.version };
    });
    if (!made) throw new Error('an item that was saved has a number');
    return made;
  }
}

const suggestionOf = (unit: UnitRef | undefined): UnitRef | null => (unit ? unitRefOf(unit) : null);

/** What becomes of a dispute, told once. */
export async function end(
  { manager, message, now, nextVersion }: Pick<ActionContext, 'manager' | 'now' | 'nextVersion'> & { message: { messageId: string } },
  dispute: Pick<Dispute, 'disputeId' | 'unitCode' | 'unitName'>,
  { ruling, reason, by }: { ruling: 'upheld' | 'rejected' | 'settled'; reason: string; by: string },
): Promise<void> {
  await manager.query('UPDATE dispute SET outcome = $2, ruling_reason = $3, ruled_at = $4, ruled_by = $5 WHERE dispute_id = $1', [dispute.disputeId, ruling, reason, now, by]);
  const { messageId } = message;
  const data = { messageId, disputeId: dispute.disputeId, unit: { code: dispute.unitCode, name: dispute.unitName }, ruling, reason, ruledAt: now.toISOString() };
  await appendToOutbox(manager, [createEvent(disputeRuled, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
}
