import {
  createEvent,
  extensionNoticePublished,
  replyHeld,
  replyPublished,
  replyReturned,
  type EventEnvelope,
  type ReplyAttachment,
  type ReplyPromise,
  type ReplyResult,
  type UnitRef,
  type Visibility,
} from '@wenzheng/contracts';
import type { Finding, FindingCode } from '@wenzheng/gate';
import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { FindingReason } from './reply.entity.js';
import type { ReviewMode } from './review-policy.entity.js';

export interface WaitingReply {
  replyId: string;
  messageId: string;
  unit: UnitRef;
  text: string;
  interim: boolean;
  historical: boolean;
  submittedAt: Date;
  findingReasons?: readonly FindingReason[] | undefined;
  corrects: string | null;
  supplements: string | null;
  result: ReplyResult | null;
  promise: ReplyPromise | null;
  fulfils: string | null;
  /** 二次办理: the renewed handling that it answers. */
  renews: string | null;
  /** 并单: the message whose reply it repeats. */
  sharedWith: string | null;
  /** 附件 that were signed with it. */
  attachments: ReplyAttachment[] | null;
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

export type Verdict =
  | { state: 'published'; publishedAt: Date; findings: FindingCode[] }
  | { state: 'returned'; reasons: string[]; note?: string; findings: FindingCode[] }
  | { state: 'held'; heldAt: Date; dueAt: Date | null; findings: FindingCode[] };

/** Whether the gate has a say: an interim reply may say that the matter is being looked into, and what was public long ago is not judged again. */
export const isJudged = ({ interim, historical }: Pick<WaitingReply, 'interim' | 'historical'>): boolean => !interim && !historical;

interface Judging {
  findings: readonly Finding[];
  review: ReviewMode;
  registeredOn: BusinessDate;
  calendar: WorkingCalendar;
  now: Date;
}

/**
 * What happens to a reply whose message is registered. A hard finding returns it, and so does a soft one that the signer gave no reason for; what is left
 * is published, or waits for the office where the city wants that. A historical one was public when it was given, so that is its day.
 */
export function judge(reply: WaitingReply, { findings, review, registeredOn, calendar, now }: Judging): Verdict {
  const codes = findings.map(({ code }) => code);
  const answered = new Set(reply.findingReasons?.map(({ finding }) => finding));
  const reasons = findings.filter(({ code, weight }) => weight === 'hard' || !answered.has(code)).map(({ code }) => code);
  if (reasons.length > 0) return { state: 'returned', reasons, findings: codes };
  const waits = !reply.historical && (review === 'all' || (review === 'soft-findings' && codes.length > 0));
  if (waits) return { state: 'held', heldAt: now, dueAt: reviewDueAt(reviewDueOn(reply.submittedAt, registeredOn, calendar)), findings: codes };
  return { state: 'published', publishedAt: publicationInstant(reply.submittedAt, reply.historical, now), findings: codes };
}

export const reviewWorkingDays = 1;

/** Review takes one working day from the submission (`default`), as deadline-supervision counts; after it the lateness is the office's. */
export function reviewDueOn(submittedAt: Date, registeredOn: BusinessDate, calendar: WorkingCalendar): BusinessDate | null {
  const submittedOn = businessDateOf(submittedAt);
  return calendar.addWorkingDays(submittedOn > registeredOn ? submittedOn : registeredOn, reviewWorkingDays).dueOn;
}

const reviewDueAt = (dueOn: BusinessDate | null): Date | null => (dueOn === null ? null : endOfBusinessDate(dueOn));

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
    const data = { messageId, replyId, unit, returnedAt: details.now.toISOString(), reasons: verdict.reasons, ...(verdict.note !== undefined && { note: verdict.note }) };
    return createEvent(replyReturned, { ...envelope, data });
  }
  if (verdict.state === 'held') {
    const data = { messageId, replyId, unit, heldAt: verdict.heldAt.toISOString(), dueAt: verdict.dueAt?.toISOString() ?? null, findings: verdict.findings };
    return createEvent(replyHeld, { ...envelope, data });
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
      ...(reply.corrects && { corrects: reply.corrects }),
      ...(reply.supplements && { supplements: reply.supplements }),
      ...(reply.renews && { renews: reply.renews }),
      ...(reply.result && { result: reply.result }),
      ...(reply.promise && { promise: reply.promise }),
      ...(reply.fulfils && { fulfils: reply.fulfils }),
      ...(reply.attachments && { attachments: reply.attachments }),
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
