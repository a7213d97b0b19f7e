import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, replySubmitted, unitRefSchema, type ReplyPromise, type ReplyResult, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import type { MessageAction } from '../message/message-state.rules.js';
import { ReplyEntity } from './reply.entity.js';
import type { FindingReason } from './draft/draft.schema.js';
import { Promises } from './promise/promises.service.js';
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
  outcome?: Outcome | null | undefined;
  findingReasons: FindingReason[];
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
  submit(request: ActionRequest<{ text: string; interim: boolean; findingReasons?: FindingReason[] | undefined } & Outcome>): Promise<ActionAnswer<SubmittedReply>> {
    const { caller, body } = request;
    return this.actions.act('reply', request, async (at) => {
      const signatory = await this.signatories.signing(at, caller);
      const unit = await this.registry.refOf(at.manager, at.message.unitCode);
      const { text, interim, findingReasons = [], ...outcome } = body;
      return this.issue(at, { text, interim, outcome, unit, corrects: null, supplements: null, findingReasons }, signatory);
    });
  }

  /** 签发: from this instant on the unit has answered. */
  async issue({ manager, message, now, nextVersion }: ActionContext, paper: ReplyPaper, signatory: Signatory): Promise<SubmittedReply> {
    const { messageId } = message;
    const { unit, text, interim, corrects, supplements, findingReasons, outcome } = paper;
    const isAnswer = !interim && !corrects && !supplements;
    const result = (isAnswer ? outcome?.result : undefined) ?? null;
    const promise = (isAnswer ? outcome?.promise : undefined) ?? null;
    const fulfils = outcome?.fulfils ? supplements : null;
    assertAllowed(actionOf(paper), message);
    const replyId = randomUUID();
    const signed = { replyId, messageId, unitCode: unit.code, unitName: unit.name, text, interim, corrects, supplements, result, fulfils, state: 'submitted' as const, source: 'desk' as const };
    await insertRows(manager, ReplyEntity, [{ ...signed, submittedAt: now, submittedBy: signatory.subject, signatory }]);
    if (promise) await this.promises.make(manager, { messageId, replyId, unit, promise, now });
    const submittedAt = now.toISOString();
    const more = { ...(result && { result }), ...(promise && { promise }), ...(fulfils && { fulfils }), ...(corrects && { corrects }), ...(supplements && { supplements }), ...(findingReasons.length > 0 && { findingReasons }) };
    // What is written today must pass today's rules of publication, whenever the message is from.
    const data = { messageId, replyId, unit, text, interim, submittedAt, historical: false, ...more };
    await appendToOutbox(manager, [createEvent(replySubmitted, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
    await auditSignature(manager, { messageId, paperId: replyId, kind: actionOf(paper), now }, signatory);
    return { replyId, messageId, unit, interim, submittedAt };
  }
}

const actionOf = ({ interim, corrects, supplements }: ReplyPaper): MessageAction =>
  corrects ? 'correction' : supplements ? 'supplement' : interim ? 'interim-reply' : 'reply';
