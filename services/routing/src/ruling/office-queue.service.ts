import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, instantSchema, invalidityGroundSchema, unitRefSchema } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, type BeforeJson, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { countDue, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../message/due-queue.js';
import { instantOf } from '../message/history.js';
import { refusedIn } from '../message/action/message-actions.service.js';
import type { MessageState } from '../message/message-state.rules.js';
import { CLOCK } from '../tokens.js';
import { refusalOfDecider } from './objection/objections.service.js';

export const waitingProposalSchema = waitingSchema
  .extend({ proposalId: idSchema, unit: unitRefSchema, ground: invalidityGroundSchema, reason: z.string(), proposedAt: instantSchema, allowedActions: z.array(allowedActionSchema('AllowedProposalAction', ['rule'])) })
  .meta({ id: 'WaitingRulingProposal' });
export const waitingObjectionSchema = waitingSchema
  .extend({
    objectionId: idSchema,
    text: z.string(),
    filedAt: instantSchema,
    ruling: z.object({ rulingId: idSchema, ground: invalidityGroundSchema, reason: z.string(), objectionUntil: dateSchema.nullable(), ruledAt: instantSchema }),
    allowedActions: z.array(allowedActionSchema('AllowedObjectionAction', ['decide-objection'])),
  })
  .meta({ id: 'WaitingObjection' });

type Proposal = BeforeJson<z.infer<typeof waitingProposalSchema>>;
type Objection = BeforeJson<z.infer<typeof waitingObjectionSchema>>;

export const openProposals: DueQueue = {
  table: 'ruling_proposal',
  id: 'proposal_id',
  from: `ruling_proposal AS waiting JOIN message USING (message_id) WHERE outcome IS NULL AND ending = 'open'`,
};
export const openObjections: DueQueue = {
  table: 'objection',
  id: 'objection_id',
  from: `objection AS waiting JOIN ruling USING (ruling_id) JOIN message ON message.message_id = waiting.message_id WHERE outcome IS NULL AND ending = 'ruled-invalid'`,
};

/** What waits for the information office to rule about. */
@Injectable()
export class RulingQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  async proposals(page: DuePage): Promise<Page<Proposal>> {
    const unit = `jsonb_build_object('code', waiting.unit_code, 'name', waiting.unit_name) AS unit`;
    const columns = `proposal_id AS "proposalId", ${unit}, ground, waiting.reason, proposed_at AS "proposedAt", message.state`;
    const { items, next } = await readDue<Omit<Proposal, 'allowedActions'> & { state: MessageState }>(this.dataSource, openProposals, columns, page, this.clock.now());
    return { items: items.map(({ state, ...item }) => ({ ...item, allowedActions: [allowedAction('rule', refusedIn('rule', state))] })), next };
  }

  async objections(page: DuePage, caller: Caller): Promise<Page<Objection>> {
    const ruling = `jsonb_build_object('rulingId', ruling_id, 'ground', ground, 'reason', ruling.reason, 'objectionUntil', objection_until, 'ruledAt', ${instantOf('ruled_at')}) AS ruling`;
    const columns = `objection_id AS "objectionId", waiting.text, filed_at AS "filedAt", ${ruling}, ruled_by AS "ruledBy", message.state`;
    const { items, next } = await readDue<Omit<Objection, 'allowedActions'> & { ruledBy: string; state: MessageState }>(this.dataSource, openObjections, columns, page, this.clock.now());
    return {
      items: items.map(({ ruledBy, state, ...item }) => {
        const inTheWay = refusalOfDecider(ruledBy, caller) ?? refusedIn('decide-objection', state);
        return { ...item, allowedActions: [allowedAction('decide-objection', inTheWay)] };
      }),
      next,
    };
  }

  async counts(): Promise<{ rulingProposals: WaitingCount; objections: WaitingCount }> {
    const now = this.clock.now();
    return { rulingProposals: await countDue(this.dataSource, openProposals, now), objections: await countDue(this.dataSource, openObjections, now) };
  }
}
