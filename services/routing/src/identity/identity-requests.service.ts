import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, identityRequestDecided, instantSchema, unitRefSchema, type MessageKind, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { z } from 'zod';
import { holdingPenDueAt, isComplainedOf } from '../assignment/assignment.rules.js';
import { complaintOf } from '../assignment/complaint.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../message/action/message-actions.service.js';
import { Notices } from '../notification/notices.service.js';
import { problem } from '../problems.js';
import { People } from '../unit/person/people.service.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { IdentityRequestEntity } from './identity-request.entity.js';
import { lapsedRequests } from './identity-standing.js';
import { decisionRefusal, grantingOffice, type IdentityDecision } from './identity-request.rules.js';

export const identityRequestSchema = z
  .object({ messageId: idSchema, requestId: idSchema, unit: unitRefSchema.nullable().describe('null: the information office'), requestedAt: instantSchema, dueAt: instantSchema.nullable() })
  .meta({ id: 'IdentityRequest' });
export type IdentityRequest = z.infer<typeof identityRequestSchema>;

export const identityDecisionSchema = z
  .object({ messageId: idSchema, requestId: idSchema, decision: z.enum(['granted', 'refused']), decidedAt: instantSchema, until: instantSchema.nullable() })
  .meta({ id: 'IdentityDecision' });
export type DecidedRequest = z.infer<typeof identityDecisionSchema>;

export type DecisionBody = { decision: 'granted'; hours: number } | { decision: 'refused'; reason: string };

type Requested = Pick<IdentityRequestEntity, 'requester' | 'unitCode' | 'unitName' | 'purpose' | 'requestedAt'> & { decision: IdentityDecision | null };

/**
 * 身份查阅: who wrote a report of wrongdoing is sealed for everybody, who wrote anything else for every unit. Whoever needs to know asks; a third person grants it, to that requester
 * alone and for a time. Intake, which has the identities, opens them by what is decided here.
 */
@Injectable()
export class IdentityRequests {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(People) private readonly people: People,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  request(request: ActionRequest<{ purpose: string }>): Promise<ActionAnswer<IdentityRequest>> {
    const { messageId, caller, body } = request;
    return this.actions.act('request-identity', request, async ({ manager, message, now }) => {
      const unit = await this.requestingUnit(manager, message, caller);
      assertAllowed('request-identity', message);
      await assertNotRequested(manager, messageId, caller.subject, now);
      const requestId = randomUUID();
      const dueAt = holdingPenDueAt(now, this.calendars.current);
      const of = { unitCode: unit?.code ?? null, unitName: unit?.name ?? null };
      await insertRows(manager, IdentityRequestEntity, [{ requestId, messageId, requester: caller.subject, requesterName: caller.name, ...of, purpose: body.purpose, requestedAt: now, dueAt }]);
      await audit(manager, { by: caller, at: now, did: 'identity.requested', about: messageId, details: { requestId, unit: of.unitCode } });
      await this.notices.tell(manager, [{ kind: 'identity-requested', key: `identity ${requestId}`, messageId, unitCode: null, posts: [grantingOffice(of)] }]);
      return { messageId, requestId, unit, requestedAt: now.toISOString(), dueAt: dueAt?.toISOString() ?? null };
    });
  }

  /**
   * The unit for which the caller would ask; null: the information office.
   * @throws Problem `routing.not-your-unit` and what the registry refuses, `routing.identity-not-sealed`, `routing.identity-closed-to-unit`
   */
  async requestingUnit(manager: EntityManager, { messageId, kind, unitCode }: { messageId: string; kind: MessageKind | null; unitCode: string | null }, caller: Caller): Promise<UnitRef | null> {
    if (caller.roles.includes('information-office')) {
      if (kind !== 'report') throw problem('routing.identity-not-sealed');
      return null;
    }
    if (unitCode === null) throw problem('routing.not-your-unit');
    await this.people.actingFor(caller, unitCode, ['web-admin', 'backup', 'reviewer', 'principal'], manager);
    const tree = await this.registry.tree(manager);
    if (isComplainedOf(await complaintOf(manager, messageId), unitCode, tree)) throw problem('routing.identity-closed-to-unit');
    return this.registry.refOf(manager, unitCode);
  }

  /** @throws Problem `routing.unknown-identity-request`, `routing.identity-request-decided`, and as the rule of who decides says */
  async decide({ requestId, caller, body, idempotencyKey }: { requestId: string; caller: Caller; body: DecisionBody; idempotencyKey: string | null }): Promise<ActionAnswer<DecidedRequest>> {
    const [found] = await this.dataSource.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM identity_request WHERE request_id = $1', [requestId]);
    if (!found) throw problem('routing.unknown-identity-request');
    const { messageId } = found;
    return this.actions.act('decide-identity-request', { messageId, caller, body: { requestId, ...body }, idempotencyKey }, async (at) => {
      const { manager, now, nextVersion } = at;
      const asked = await waitingRequest(at, requestId);
      const posts = await this.people.postsOf(caller.subject, manager);
      const refusal = decisionRefusal(asked, await complaintOf(manager, messageId), { subject: caller.subject, roles: caller.roles, posts }, await this.registry.tree(manager));
      if (refusal) throw problem(refusal);
      const office = grantingOffice(asked);
      const until = body.decision === 'granted' ? new Date(now.getTime() + body.hours * 3_600_000) : null;
      await manager.query('UPDATE identity_request SET decision = $2, reason = $3, decided_at = $4, decided_by = $5, decided_by_office = $6, until = $7 WHERE request_id = $1', [
        requestId, body.decision, body.decision === 'refused' ? body.reason : null, now, caller.subject, office, until,
      ]);
      const decided = { messageId, requestId, decision: body.decision, decidedAt: now.toISOString(), until: until?.toISOString() ?? null };
      const { requester, purpose, requestedAt, unitCode: code, unitName: name } = asked;
      const unit = code === null ? null : { code, name: name ?? code };
      const data = { ...decided, requester, unit, purpose, requestedAt: requestedAt.toISOString(), decidedBy: office };
      await appendToOutbox(manager, [createEvent(identityRequestDecided, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      await audit(manager, { by: caller, at: now, did: `identity.${body.decision}`, about: messageId, details: { requestId, requester, unit: code, until: decided.until } });
      const posted = code === null ? (['information-office'] as const) : (['web-admin', 'backup', 'reviewer', 'principal'] as const);
      await this.notices.tell(manager, [{ kind: 'identity-decided', key: `identity decided ${requestId}`, messageId, unitCode: code, posts: posted, only: requester }]);
      return decided;
    });
  }
}

/** @throws Problem `routing.identity-requested` */
export async function assertNotRequested(manager: EntityManager, messageId: string, requester: string, now: Date): Promise<void> {
  const before = await manager.query<unknown[]>('SELECT FROM identity_request WHERE message_id = $1 AND requester = $2 AND ended_at IS NULL AND (decision IS NULL OR until > $3)', [messageId, requester, now]);
  if (before.length > 0) throw problem('routing.identity-requested');
}

/** What was asked ends with the unit's having the message, and with the requester's post. */
async function waitingRequest({ manager, message, now }: ActionContext, requestId: string): Promise<Requested> {
  const [asked] = await manager.query<Requested[]>(
    `SELECT requester, unit_code AS "unitCode", unit_name AS "unitName", purpose, requested_at AS "requestedAt", decision FROM identity_request WHERE request_id = $1 AND ended_at IS NULL`,
    [requestId],
  );
  if (!asked || asked.decision !== null || (asked.unitCode !== null && asked.unitCode !== message.unitCode)) throw problem('routing.identity-request-decided');
  assertAllowed('request-identity', message);
  const lapsed = await lapsedRequests(manager, businessDateOf(now), now, [message.messageId]);
  if (lapsed.some((one) => one.requestId === requestId)) throw problem('routing.identity-request-decided');
  return asked;
}
