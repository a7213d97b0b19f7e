import type { MessageBody } from '../message/message-body.js';
import { isInFuture } from '../message/message.rules.js';

export type Refusal = 'intake.attachments-not-accepted' | 'intake.occurred-in-future';

/** Why a well-formed message is refused. */
export function refusalOf(body: MessageBody, now: Date, { takesAttachments }: { takesAttachments: boolean }): Refusal | null {
  if (!takesAttachments && body.attachments?.length) return 'intake.attachments-not-accepted';
  if (isInFuture(new Date(body.occurredAt), now)) return 'intake.occurred-in-future';
  return null;
}
