import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, messageMerged, messageUnmerged, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, planned, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import type { ActionRequest } from '../../message/action/idempotency.js';
import { assertAllowed, MessageActions, nextVersion, type ActionAnswer, type ActionContext } from '../../message/action/message-actions.service.js';
import type { MessageState } from '../../message/message-state.rules.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { MergeEntity } from './merge.entity.js';

const numberedSchema = z.object({ messageId: idSchema, messageNumber: z.string() });
export const mergedSchema = z.object({ messageId: idSchema, mergeId: idSchema, into: numberedSchema, mergedAt: instantSchema }).meta({ id: 'Merge' });
export const unmergedSchema = z.object({ messageId: idSchema, mergeId: idSchema, unmergedAt: instantSchema }).meta({ id: 'Unmerge' });
type Merged = z.infer<typeof mergedSchema>;
type Unmerged = z.infer<typeof unmergedSchema>;

/** As many answers are given in one transaction; what more people write of is one matter all the same, in a second merge. */
const mostMerged = 200;
const settledAtOnce = 200;
const ended = `FROM merge JOIN message USING (message_id) JOIN message AS lead ON lead.message_id = into_message_id
  WHERE unmerged_at IS NULL AND message.ending = 'open' AND (lead.unit_code IS DISTINCT FROM message.unit_code OR lead.ending IN ('ruled-invalid', 'transferred', 'withdrawn'))`;

interface Lead {
  messageId: string;
  messageNumber: string;
  state: MessageState;
  kind: MessageKind | null;
  unitCode: string | null;
  visibility: Visibility;
  isMerged: boolean;
  merged: number;
}

/** 并单、撤销并单 (A03), by the information office or by the unit that has both messages. */
@Injectable()
export class Merges {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageActions) private readonly actions: MessageActions,
  ) {}

  merge(request: ActionRequest<{ into: string; reason: string }>): Promise<ActionAnswer<Merged>> {
    const { messageId, caller, body } = request;
    return this.actions.act('merge', { ...request, with: [body.into] }, async (at) => {
      const { manager, message, now } = at;
      await this.assertTheirs(at, caller);
      assertAllowed('merge', message);
      if (message.kind === 'report') throw problem('routing.report-not-merged');
      const standing = await mergeOf(manager, messageId);
      if (standing) throw problem('routing.merged', { parameters: { number: standing.into.messageNumber } });
      const { messageNumber } = await this.leadOf(at, body.into);
      const [{ isLead }] = await manager.query<[{ isLead: boolean }]>(`SELECT ${isLeadSql('$1')} AS "isLead"`, [messageId]);
      if (isLead) throw problem('routing.merge-of-lead');
      const merge = { mergeId: randomUUID(), messageId, reason: body.reason, mergedAt: now };
      const into = { messageId: body.into, messageNumber };
      await insertRows(manager, MergeEntity, [{ ...merge, intoMessageId: body.into, mergedBy: caller.subject }]);
      const data = { ...merge, into, mergedAt: now.toISOString() };
      await appendToOutbox(manager, [createEvent(messageMerged, { subject: messageId, sequence: await at.nextVersion(), time: now, data })]);
      await audit(manager, { by: caller, at: now, did: 'message.merged', about: messageId, after: { into: body.into } });
      return { messageId, mergeId: merge.mergeId, into, mergedAt: data.mergedAt };
    });
  }

  undo(request: ActionRequest<{ reason: string }>): Promise<ActionAnswer<Unmerged>> {
    const { messageId, caller, body } = request;
    return this.actions.act('unmerge', request, async (at) => {
      const { manager, message, now } = at;
      await this.assertTheirs(at, caller);
      assertAllowed('unmerge', message);
      const merge = await mergeOf(manager, messageId);
      if (!merge) throw problem('routing.not-merged');
      await end(manager, { ...merge, messageId }, { reason: body.reason, by: caller.subject, now });
      await audit(manager, { by: caller, at: now, did: 'message.unmerged', about: messageId, before: { into: merge.into.messageId } });
      return { messageId, mergeId: merge.mergeId, unmergedAt: now.toISOString() };
    });
  }

  /** What is with different units by now, or has a lead that ended without an answer, is handled by itself again. */
  async settle(): Promise<void> {
    const [found] = await this.dataSource.query<unknown[]>(planned(`SELECT ${ended} LIMIT 1`));
    if (found) while ((await this.dataSource.transaction((manager) => this.settleSome(manager))) === settledAtOnce);
  }

  private async settleSome(manager: EntityManager): Promise<number> {
    const rows = await manager.query<{ mergeId: string; messageId: string; isApart: boolean }[]>(
      `SELECT merge_id AS "mergeId", message.message_id AS "messageId", lead.unit_code IS DISTINCT FROM message.unit_code AS "isApart"
       ${ended}
       ORDER BY message.message_id LIMIT ${settledAtOnce} FOR UPDATE OF message SKIP LOCKED`,
    );
    const now = this.clock.now();
    for (const { isApart, ...merge } of rows) {
      const reason = isApart ? '两件留言已由不同单位承办，恢复单独办理' : '所并入的留言已不再办理，恢复单独办理';
      await end(manager, merge, { reason, by: 'routing', now });
    }
    return rows.length;
  }

  private async assertTheirs(at: ActionContext, caller: Caller): Promise<void> {
    if (!caller.roles.includes('information-office')) await this.actions.ownUnit(at, caller);
  }

  /** What is answered for both is public: it may hold nothing that was written to be read by nobody else. */
  private async leadOf({ manager, message }: ActionContext, messageId: string): Promise<Lead> {
    const [lead] = await manager.query<Lead[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", state, kind, unit_code AS "unitCode", visibility,
         EXISTS (SELECT FROM merge WHERE merge.message_id = message.message_id AND unmerged_at IS NULL) AS "isMerged",
         (SELECT count(*)::int FROM merge WHERE into_message_id = message.message_id AND unmerged_at IS NULL) AS merged
       FROM message WHERE message_id = $1 AND channel IS NOT NULL`,
      [messageId],
    );
    const errors = [{ pointer: '/into', code: 'invalid_value' }];
    if (!lead) throw problem('routing.merge-lead-unknown', { errors });
    if (lead.messageId === message.messageId) throw problem('routing.merge-into-itself', { errors });
    if (lead.kind === 'report') throw problem('routing.report-not-merged');
    if (lead.visibility === 'private') throw problem('routing.merge-into-private', { errors });
    if (lead.state !== 'assigned') throw problem('routing.merge-lead-not-open', { errors });
    if (lead.unitCode !== message.unitCode) throw problem('routing.merge-other-unit', { errors });
    if (lead.isMerged) throw problem('routing.merge-lead-merged', { errors });
    if (lead.merged >= mostMerged) throw problem('routing.merge-full', { parameters: { most: mostMerged } });
    return lead;
  }
}

/** Whether others are handled with this one. */
export const isLeadSql = (messageId: string): string => `EXISTS (SELECT FROM merge WHERE into_message_id = ${messageId} AND unmerged_at IS NULL)`;

export interface StandingMerge {
  mergeId: string;
  into: { messageId: string; messageNumber: string };
  /** Whose answer the message waits for: it is still handled, by the same unit. */
  isAwaited: boolean;
}

export async function mergeOf(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<StandingMerge | undefined> {
  const [row] = await manager.query<StandingMerge[]>(
    `SELECT merge_id AS "mergeId", jsonb_build_object('messageId', lead.message_id, 'messageNumber', lead.message_number) AS into, lead.ending = 'open' AND lead.unit_code = message.unit_code AS "isAwaited"
     FROM merge JOIN message USING (message_id) JOIN message AS lead ON lead.message_id = into_message_id WHERE merge.message_id = $1 AND unmerged_at IS NULL`,
    [messageId],
  );
  return row;
}

/** What is merged is answered with its lead. @throws Problem `routing.merged` */
export async function assertAnsweredByItself(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<void> {
  const merge = await mergeOf(manager, messageId);
  if (merge?.isAwaited) throw problem('routing.merged', { parameters: { number: merge.into.messageNumber } });
}

async function end(manager: EntityManager, { mergeId, messageId }: { mergeId: string; messageId: string }, { reason, by, now }: { reason: string; by: string; now: Date }): Promise<void> {
  await manager.query('UPDATE merge SET unmerged_at = $2, unmerge_reason = $3, unmerged_by = $4 WHERE merge_id = $1', [mergeId, now, reason, by]);
  const data = { messageId, mergeId, reason, unmergedAt: now.toISOString() };
  await appendToOutbox(manager, [createEvent(messageUnmerged, { subject: messageId, sequence: await nextVersion(manager, messageId), time: now, data })]);
}
