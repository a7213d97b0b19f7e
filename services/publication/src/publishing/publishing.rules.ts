import {
  createEvent,
  extensionNoticePublished,
  replyPublished,
  replyReturned,
  type EventEnvelope,
  type UnitRef,
  type Visibility,
} from '@wenzheng/contracts';
import { judgeReply, type FindingCode } from '@wenzheng/gate';

export interface WaitingReply {
  replyId: string;
  messageId: string;
  unit: UnitRef;
  text: string;
  interim: boolean;
  historical: boolean;
  submittedAt: Date;
}

export interface WaitingNotice {
  extensionId: string;
  messageId: string;
  unit: UnitRef;
  reason: string;
  newDueOn: string;
  submittedAt: Date;
}

export interface PublishingMessage {
  messageNumber: string;
  visibility: Visibility;
}

export type Verdict = { state: 'published'; publishedAt: Date } | { state: 'returned'; reasons: FindingCode[] };

/** What happens to a reply whose message is registered. A historical one was public when it was given, so that is its day. */
export function judge(reply: WaitingReply, now: Date): Verdict {
  const reasons = hardFindings(reply);
  if (reasons.length > 0) return { state: 'returned', reasons };
  return { state: 'published', publishedAt: publicationInstant(reply.submittedAt, reply.historical, now) };
}

// An interim reply may say that the matter is being looked into, and what was public long ago is not judged again.
const hardFindings = ({ text, interim, historical }: WaitingReply): FindingCode[] =>
  interim || historical ? [] : judgeReply(text).filter(({ weight }) => weight === 'hard').map(({ code }) => code);

// Another machine's clock may be ahead of ours: nothing is public before it was submitted.
export const publicationInstant = (submittedAt: Date, historical: boolean, now: Date): Date =>
  historical || submittedAt > now ? submittedAt : now;

export const pathOf = (messageNumber: string): string => `/messages/${encodeURIComponent(messageNumber)}`;

export function verdictEvent(
  reply: WaitingReply,
  message: PublishingMessage,
  verdict: Verdict,
  details: { sequence: number; now: Date },
): EventEnvelope {
  const { messageId, replyId, unit } = reply;
  const envelope = { subject: messageId, sequence: details.sequence, time: details.now };
  if (verdict.state === 'returned') {
    const data = { messageId, replyId, unit, returnedAt: details.now.toISOString(), reasons: verdict.reasons };
    return createEvent(replyReturned, { ...envelope, data });
  }
  return createEvent(replyPublished, {
    ...envelope,
    data: {
      messageId,
      replyId,
      unit,
      visibility: message.visibility,
      interim: reply.interim,
      submittedAt: reply.submittedAt.toISOString(),
      publishedAt: verdict.publishedAt.toISOString(),
      path: pathOf(message.messageNumber),
      text: reply.text,
      historical: reply.historical,
    },
  });
}

export function noticeEvent(notice: WaitingNotice, publishedAt: Date, details: { sequence: number; now: Date }): EventEnvelope {
  const { messageId, extensionId, unit, reason, newDueOn, submittedAt } = notice;
  return createEvent(extensionNoticePublished, {
    subject: messageId,
    sequence: details.sequence,
    time: details.now,
    data: { messageId, extensionId, unit, reason, newDueOn, submittedAt: submittedAt.toISOString(), publishedAt: publishedAt.toISOString() },
  });
}
