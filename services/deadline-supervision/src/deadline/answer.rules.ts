import type { ReplyResult, UnitRef, Visibility } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { ChannelPolicy } from '../rulebook/policy/policy.rules.js';
import { factsOf, isFirstWord, type Fact } from './fact.rules.js';

/** 答复: what the unit submitted, as far as it counts. */
export interface Answer {
  replyId: string;
  unit: UnitRef;
  submittedAt: Date;
  publishedAt: Date | null;
  /** Known once it is published. */
  visibility: Visibility | null;
  /** 办理结果, as the unit states it of what is published. */
  result: ReplyResult | null;
  /** By the end of this day review should be done; after it the lateness is the information office's. Null once published. */
  reviewDueOn: BusinessDate | null;
}

/**
 * The reply by which the unit is judged: the first that was published and, failing that, the first submitted of those
 * that the gate has not sent back. Interim replies 阶段性回复, corrections and supplements are none. What was published counts although an earlier
 * return of it is known too: the gate's last word was to publish.
 */
export function answerOf(
  facts: readonly Fact[],
  registeredOn: BusinessDate,
  rules: ChannelPolicy,
  calendar: WorkingCalendar,
): Answer | null {
  const published = factsOf(facts, 'reply-published')
    .filter((fact) => !fact.data.interim && isFirstWord(fact))
    .map(({ data }) => ({
      replyId: data.replyId,
      unit: data.unit,
      submittedAt: new Date(data.submittedAt),
      publishedAt: new Date(data.publishedAt),
      visibility: data.visibility,
      result: data.result ?? null,
      reviewDueOn: null,
    }));
  const first = earliest(published, ({ publishedAt }) => publishedAt);
  if (first) return first;

  const returned = new Set(factsOf(facts, 'reply-returned').map(({ data }) => data.replyId));
  const waiting = factsOf(facts, 'reply-submitted')
    .filter((fact) => !fact.data.interim && isFirstWord(fact) && !returned.has(fact.data.replyId))
    .map(({ data }) => ({ replyId: data.replyId, unit: data.unit, submittedAt: new Date(data.submittedAt) }));
  const standing = earliest(waiting, ({ submittedAt }) => submittedAt);
  if (!standing) return null;
  const submittedOn = businessDateOf(standing.submittedAt);
  const from = submittedOn > registeredOn ? submittedOn : registeredOn;
  const reviewDueOn = calendar.addWorkingDays(from, rules.reviewWorkingDays.value).dueOn;
  return { ...standing, publishedAt: null, visibility: null, result: null, reviewDueOn };
}

/** The same one in whatever order they came, even of two that claim to be the same reply. */
function earliest<Reply extends { replyId: string; submittedAt: Date; visibility?: Visibility; result?: ReplyResult | null }>(replies: Reply[], instantOf: (reply: Reply) => Date): Reply | undefined {
  const place = (reply: Reply) => [instantOf(reply), reply.submittedAt].map((instant) => instant.toISOString()).join(reply.replyId) + (reply.visibility ?? '') + (reply.result ?? '');
  return replies.sort((a, b) => (place(a) < place(b) ? -1 : 1))[0];
}
