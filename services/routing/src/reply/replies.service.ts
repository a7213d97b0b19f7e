import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, replySubmitted, unitRefSchema, type EventData, type ReplyAttachment, type ReplyPromise, type ReplyResult, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { assertAllowed, MessageActions, nextVersion, type ActionAnswer, type ActionContext } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { recomputeStates } from '../message/locked-message.js';
import type { MessageAction } from '../message/message-state.rules.js';
import { ReplyEntity } from './reply.entity.js';
import type { FindingReason } from './draft/draft.schema.js';
import { firstAskedSpeaks } from './first-asked.rules.js';
import { assertAnsweredByItself } from './merge/merges.service.js';
import { sharersOfAmendment, sharersOfReply } from './merge/shared-replies.js';
import { Promises } from './promise/promises.service.js';
import { renewalOf, renewalToAnswer } from './renewed-handling.js';
import { auditSignature } from './sign-off/signature.js';
import { Signatories } from './sign-off/signatories.js';
import type { Signatory } from './sign-off/sign-off.rules.js';

export const submittedReplySchema = z
  .object({ replyId: idSchema, messageId: idSchema, unit: unitRefSchema, interim: z.boolean(), submittedAt: instantSchema })
  .meta({ id: 'Reply' });
export type SubmittedReply = z.infer<typeof submittedReplySchema>;

/** What is said in the unit's name, and by which reply of it. */
export interface ReplyPaper {
  unit: UnitRef;
  text: string;
  interim: boolean;
  /** 更正: the reply in whose place it stands. */
  corrects: string | null;
  /** 补充: the reply below which it stands. */
  supplements: string | null;
  /** 二次办理: the renewed handling that it answers. */
  renews: string | null;
  outcome?: Outcome | null | undefined;
  /** 附件 that are signed with it. */
  attachments?: readonly ReplyAttachment[];
  findingReasons: FindingReason[];
}

/** Who spoke for the unit in a session 在线访谈, as its scribe wrote it down: what was said in public nobody signs. */
export interface LiveSpeaker {
  sessionId: string;
  name: string;
  post: string;
}

/** What came of the matter, apart from whether it is answered (A06). */
export interface Outcome {
  result?: ReplyResult | undefined;
  promise?: ReplyPromise | undefined;
  /** A supplement that keeps the promise of its reply. */
  fulfils?: true | undefined;
}

/** 答复: in the unit's name, signed by a person of it (R09). */
@Injectable()
export class Replies {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Promises) private readonly promises: Promises,
  ) {}

  /** Drafted and signed in one deed, by whoever may. */
  submit(request: ActionRequest<{ text: string; interim: boolean; renews?: true | undefined; findingReasons?: FindingReason[] | undefined } & Outcome>): Promise<ActionAnswer<SubmittedReply>> {
    const { caller, body } = request;
    return this.actions.act('reply', request, async (at) => {
      const { text, interim, renews, findingReasons = [], ...outcome } = body;
      const renewal = renews && (await renewalOf(at.manager, at.message.messageId));
      const isTelling = interim && firstAskedSpeaks(at.message, caller.unit);
      const unitCode = isTelling ? at.message.firstAsked : (renewal?.unitCode ?? at.message.unitCode);
      const signatory = await this.signatories.signing({ ...at, message: { ...at.message, unitCode } }, caller);
      if (renews) assertAllowed('renewed-reply', at.message);
      const unit = await this.registry.refOf(at.manager, unitCode);
      const renewalId = renews ? (await renewalToAnswer(at.manager, at.message.messageId)).renewalId : null;
      return this.issue(at, { text, interim, outcome, unit, corrects: null, supplements: null, renews: renewalId, findingReasons }, signatory);
    });
  }

  /** 签发: from this instant on the unit has answered, and what is merged into the message 并单 is answered with it, each by a reply of its own. */
  async issue(at: ActionContext, paper: ReplyPaper, signatory: Signatory | LiveSpeaker): Promise<SubmittedReply> {
    const { manager, message } = at;
    const { messageId } = message;
    const action = actionOf(paper);
    assertAllowed(action, message);
    if (action === 'reply') await assertAnsweredByItself(manager, messageId);
    const root = paper.corrects ?? paper.supplements;
    const sharers = root ? await sharersOfAmendment(manager, root) : action === 'reply' ? await sharersOfReply(manager, message) : [];
    const submitted = await this.write(at, paper, signatory);
    const number = sharers.length === 0 ? '' : await numberOf(manager, messageId);
    for (const { message: sharer, amends } of sharers) {
      const own = { ...paper, corrects: paper.corrects && amends, supplements: paper.supplements && amends };
      const theirs = { ...at, message: sharer, nextVersion: () => nextVersion(manager, sharer.messageId) };
      await this.write(theirs, own, signatory, { messageId, messageNumber: number, replyId: submitted.replyId });
    }
    await recomputeStates(manager, sharers.map((sharer) => sharer.message.messageId));
    return submitted;
  }

  private async write({ manager, message, now, nextVersion: next }: ActionContext, paper: ReplyPaper, signatory: Signatory | LiveSpeaker, sharedWith: EventData<typeof replySubmitted>['sharedWith'] = null): Promise<SubmittedReply> {
    const { messageId } = message;
    const { unit, text, interim, corrects, supplements, renews, findingReasons, outcome, attachments = [] } = paper;
    const isAnswer = !interim && !corrects && !supplements;
    const result = (isAnswer ? outcome?.result : undefined) ?? null;
    const promise = (isAnswer ? outcome?.promise : undefined) ?? null;
    const fulfils = outcome?.fulfils ? supplements : null;
    const replyId = randomUUID();
    const signed = { replyId, messageId, unitCode: unit.code, unitName: unit.name, text, interim, corrects, supplements, result, fulfils, renews, sharedFrom: sharedWith?.replyId ?? null, attachments: attachments.length > 0 ? [...attachments] : null, state: 'submitted' as const };
    const isLive = 'sessionId' in signatory;
    const signature = isLive ? { source: 'session' as const, submittedBy: `session ${signatory.sessionId}`, signatory: null } : { source: 'desk' as const, submittedBy: signatory.subject, signatory };
    await insertRows(manager, ReplyEntity, [{ ...signed, ...signature, submittedAt: now }]);
    if (promise) await this.promises.make(manager, { messageId, replyId, unit, promise, now });
    const submittedAt = now.toISOString();
    const amends = { ...(corrects && { corrects }), ...(supplements && { supplements }), ...(renews && { renews }), ...(sharedWith && { sharedWith }) };
    const more = { ...(result && { result }), ...(promise && { promise }), ...(fulfils && { fulfils }), ...amends, ...(attachments.length > 0 && { attachments: [...attachments] }), ...(findingReasons.length > 0 && { findingReasons }) };
    // What is written today must pass today's rules of publication, whenever the message is from.
    const data = { messageId, replyId, unit, text, interim, submittedAt, historical: false, ...more };
    await appendToOutbox(manager, [createEvent(replySubmitted, { subject: messageId, sequence: await next(), time: now, data })]);
    if (!isLive) await auditSignature(manager, { messageId, paperId: replyId, kind: actionOf(paper), now }, signatory);
    return { replyId, messageId, unit, interim, submittedAt };
  }
}

async function numberOf(manager: EntityManager, messageId: string): Promise<string> {
  const [row] = await manager.query<[{ number: string }]>('SELECT message_number AS number FROM message WHERE message_id = $1', [messageId]);
  return row.number;
}

const actionOf = ({ interim, corrects, supplements, renews }: ReplyPaper): MessageAction =>
  renews ? 'renewed-reply' : corrects ? 'correction' : supplements ? 'supplement' : interim ? 'interim-reply' : 'reply';
