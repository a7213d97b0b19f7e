import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, type BeforeJson, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { complaintOf } from '../assignment/complaint.js';
import { countDue, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { People } from '../unit/person/people.service.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { decisionRefusal, grantHours } from './identity-request.rules.js';

export const identityRequestItemSchema = waitingSchema
  .extend({
    requestId: idSchema,
    unit: unitRefSchema.nullable().describe('null: the information office'),
    requester: z.string().describe('the name of who asks, and alone would read'),
    purpose: z.string(),
    requestedAt: instantSchema,
    decision: z.enum(['granted', 'refused']).nullable(),
    reason: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
    until: instantSchema.nullable(),
    endedAt: instantSchema.nullable().describe('before its time'),
    atMostHours: z.int(),
    allowedActions: z.array(allowedActionSchema('AllowedIdentityRequestAction', ['decide'])),
  })
  .meta({ id: 'IdentityRequestItem' });
type Item = BeforeJson<z.infer<typeof identityRequestItemSchema>>;
type Row = Omit<Item, 'atMostHours' | 'allowedActions' | 'messageId' | 'unit'> & { messageId: string; unit: UnitRef | null; requesterSubject: string };

export interface IdentityRequestsAsked extends DuePage {
  state: 'waiting' | 'decided';
}

const from = 'identity_request AS waiting JOIN message USING (message_id)';
/** What waits for nobody: the unit has the message no more, or nothing may be read of it any more. */
export const openIdentityRequests: DueQueue = {
  table: 'identity_request',
  id: 'request_id',
  from: `${from} WHERE decision IS NULL AND ended_at IS NULL AND state IN ('holding-pen', 'assigned', 'in-review', 'answered') AND (waiting.unit_code IS NULL OR waiting.unit_code = message.unit_code)`,
};
const decided: DueQueue = { ...openIdentityRequests, from: `${from} WHERE decision IS NOT NULL` };

/** Of an office what is its to decide. */
function queueOf(state: IdentityRequestsAsked['state'], { roles }: Caller): DueQueue {
  const queue = state === 'waiting' ? openIdentityRequests : decided;
  const offices = [...(roles.includes('information-office') ? ['waiting.unit_code IS NOT NULL'] : []), ...(roles.includes('supervision-office') ? ['waiting.unit_code IS NULL'] : [])];
  return { ...queue, from: `${queue.from} AND (${offices.join(' OR ')})` };
}

const columns = `request_id AS "requestId", CASE WHEN waiting.unit_code IS NOT NULL THEN jsonb_build_object('code', waiting.unit_code, 'name', unit_name) END AS unit,
  requester AS "requesterSubject", requester_name AS requester, purpose, requested_at AS "requestedAt", decision, reason, decided_at AS "decidedAt", until, ended_at AS "endedAt"`;

/** 待决定的身份查阅申请, each office its own, and their alarm. */
@Injectable()
export class IdentityRequestQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(People) private readonly people: People,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /** What is due first comes first. */
  async list({ state, ...page }: IdentityRequestsAsked, caller: Caller): Promise<Page<Item>> {
    const { items, next } = await readDue<Row>(this.dataSource, queueOf(state, caller), columns, page, this.clock.now());
    const decider = { subject: caller.subject, roles: caller.roles, posts: await this.people.postsOf(caller.subject) };
    const tree = await this.registry.tree();
    const shown: Item[] = [];
    for (const { requesterSubject, ...row } of items) {
      const refusal = row.decision !== null
        ? 'routing.identity-request-decided'
        : decisionRefusal({ requester: requesterSubject, unitCode: row.unit?.code ?? null }, await complaintOf(this.dataSource.manager, row.messageId), decider, tree);
      shown.push({ ...row, overdue: row.overdue && row.decision === null, atMostHours: grantHours.atMost, allowedActions: [allowedAction('decide', refusal && problem(refusal))] });
    }
    return { items: shown, next };
  }

  count(caller: Caller): Promise<WaitingCount> {
    return countDue(this.dataSource, queueOf('waiting', caller), this.clock.now());
  }
}
