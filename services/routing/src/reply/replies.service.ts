import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, replySubmitted, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import { unitRefOf } from '../unit/unit-registry.service.js';
import { assertAllowed, MessageActions, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { ReplyEntity } from './reply.entity.js';

export const submittedReplySchema = z
  .object({ replyId: idSchema, messageId: idSchema, unit: unitRefSchema, interim: z.boolean(), submittedAt: instantSchema })
  .meta({ id: 'Reply' });
export type SubmittedReply = z.infer<typeof submittedReplySchema>;

/** 答复: signed by the unit, whoever of its web admins wrote it (R09). */
@Injectable()
export class Replies {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
  ) {}

  submit(request: ActionRequest<{ text: string; interim: boolean }>): Promise<ActionAnswer<SubmittedReply>> {
    const { messageId, caller, body } = request;
    return this.actions.act('reply', request, async (at) => {
      const { manager, message, now, nextVersion } = at;
      const signer = unitRefOf(await this.actions.ownUnit(at, caller));
      assertAllowed(body.interim ? 'interim-reply' : 'reply', message);
      const replyId = randomUUID();
      const signed = { replyId, messageId, unitCode: signer.code, unitName: signer.name, ...body, state: 'submitted' as const, source: 'desk' as const };
      await insertRows(manager, ReplyEntity, [{ ...signed, submittedAt: now, submittedBy: caller.subject }]);
      const submittedAt = now.toISOString();
      // What is written today must pass today's rules of publication, whenever the message is from.
      const data = { messageId, replyId, unit: signer, text: body.text, interim: body.interim, submittedAt, historical: false };
      await appendToOutbox(manager, [createEvent(replySubmitted, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { replyId, messageId, unit: signer, interim: body.interim, submittedAt };
    });
  }
}
