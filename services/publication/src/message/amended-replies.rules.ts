import type { ReplyAttachment, ReplyPromise, ReplyResult, UnitRef } from '@wenzheng/contracts';
import type { ReplyView } from './message-view.rules.js';

/** A reply as it is kept, a correction 更正 or a supplement 补充 among them. */
export interface KeptReply {
  replyId: string;
  unit: UnitRef;
  text: string;
  interim: boolean;
  submittedAt: Date;
  publishedAt: Date | null;
  corrects: string | null;
  supplements: string | null;
  result: ReplyResult | null;
  promise: ReplyPromise | null;
  fulfils: string | null;
  renews: string | null;
  attachments: readonly ReplyAttachment[] | null;
}

/**
 * What is read of them: each reply in the words of its newest correction, with its supplements below it. What was corrected is kept and shown nowhere. A correction
 * that is published before its reply waits for that. 附件 stay when words are corrected, and those of the correction come to them.
 * @param kept in order of submission
 * @param hidden 附件 that nobody in public reads
 */
export function amendedReplies(kept: readonly KeptReply[], hidden: ReadonlySet<string> = new Set()): ReplyView[] {
  const published = kept.flatMap((reply) => (reply.publishedAt ? [{ ...reply, publishedAt: reply.publishedAt }] : []));
  const correctionOf = new Map(published.flatMap((reply) => (reply.corrects ? [[reply.corrects, reply] as const] : [])));
  const asRead = ({ replyId, text, submittedAt, publishedAt }: (typeof published)[number]) => {
    const correction = correctionOf.get(replyId);
    const attachments = published
      .filter((one) => one.replyId === replyId || one.corrects === replyId)
      .flatMap((one) => (one.attachments ?? []).flatMap(({ attachmentId, name, mediaType, size }) => (hidden.has(attachmentId) ? [] : [{ attachmentId, name, mediaType, size }])));
    return { attachments, replyId: correction?.replyId ?? replyId, text: correction?.text ?? text, submittedAt, publishedAt, correctedAt: correction?.publishedAt ?? null };
  };
  return published
    .filter(({ corrects, supplements }) => corrects === null && supplements === null)
    .map((reply) => ({
      ...asRead(reply), unit: reply.unit, interim: reply.interim, isRenewed: reply.renews !== null, result: reply.result,
      promise: reply.promise && { id: reply.replyId, ...reply.promise, keptAt: published.find(({ fulfils }) => fulfils === reply.replyId)?.publishedAt ?? null },
      supplements: published.filter(({ corrects, supplements }) => corrects === null && supplements === reply.replyId).map(asRead),
    }));
}
