import { questionStateOf } from '@wenzheng/contracts';
import type { AskedMessage } from '../message/message.reader.js';
import { shanghaiInstant } from '../message/words.rules.js';
import { untouched, type SessionState } from '../session/session.rules.js';
import type { ArchivedAccess, ArchivedMessage } from './archived-message.schema.js';
import type { ArchivedInterview, ArchivedQuestion } from './interview.rules.js';

const instant = (at: Date | null): string | null => at && shanghaiInstant(at);

/** What the public reads of a message at this moment, without its sentences, which move with the days. */
export function archivedMessage({ row, text, replies }: AskedMessage, isPublished = true): ArchivedMessage {
  const access = accessOf(row, isPublished);
  const isShown = access === 'public';
  return {
    number: row.messageNumber,
    registeredAt: shanghaiInstant(row.registeredAt),
    kind: row.kind,
    access,
    title: isShown ? row.title : null,
    text: isShown ? text : null,
    dayZero: row.dayZero,
    replyDueOn: row.replyDueOn,
    finalDueOn: row.finalDueOn,
    ending: row.ending,
    answeredAt: instant(row.answeredAt),
    replies: (isShown ? replies : []).map(({ unit, interim, isRenewed, text: words, submittedAt, publishedAt, correctedAt, result, promise, supplements }) => ({
      unit, interim, renewed: isRenewed, text: words, submittedAt: shanghaiInstant(submittedAt), publishedAt: shanghaiInstant(publishedAt), correctedAt: instant(correctedAt), result,
      promise: promise && { text: promise.text, dueOn: promise.dueOn },
      supplements: supplements.map((one) => ({ text: one.text, submittedAt: shanghaiInstant(one.submittedAt), publishedAt: shanghaiInstant(one.publishedAt), correctedAt: instant(one.correctedAt) })),
    })),
  };
}

function accessOf({ visibility, content, ending }: AskedMessage['row'], isPublished: boolean): ArchivedAccess {
  if (visibility === 'private') return content ?? 'private';
  if (ending === 'withdrawn') return 'withdrawn';
  return isPublished ? 'public' : 'not-published';
}

/** In the order of asking. */
export function archivedQuestions({ questions }: SessionState, asked: readonly AskedMessage[]): ArchivedQuestion[] {
  const numberOf = new Map(asked.map(({ row }) => [row.messageId, row.messageNumber]));
  return asked.map((message) => {
    const { stored, mergedInto, reason, speaker, answeredAt } = questions.get(message.row.messageId) ?? untouched;
    const state = questionStateOf(stored, message.row.ending, true);
    return {
      ...archivedMessage(message, state !== 'not-published'),
      state,
      mergedInto: state === 'merged' && mergedInto !== null ? (numberOf.get(mergedInto) ?? null) : null,
      reason: state === 'not-published' ? reason : null,
      speaker: state === 'answered' || state === 'merged' ? speaker : null,
      spokenAt: state === 'answered' || state === 'merged' ? instant(answeredAt) : null,
    };
  });
}

/** @returns null until it was closed 已举行 or 主要负责人未到场 */
export function archivedInterview({ number, title, unit, principal, startsAt, endsAt, shortNoticeReason, postponement, opening, closing }: SessionState): ArchivedInterview | null {
  if (!opening || !closing) return null;
  return {
    number, title, unit, principal, startsAt: shanghaiInstant(startsAt), endsAt: shanghaiInstant(endsAt), shortNoticeReason,
    postponement: postponement && { at: shanghaiInstant(postponement.at), reason: postponement.reason, firstStartsAt: shanghaiInstant(postponement.firstStartsAt) },
    coachedAt: instant(opening.coachedAt), uncoachedReason: opening.uncoachedReason, openedAt: shanghaiInstant(opening.at),
    closedAt: shanghaiInstant(closing.at), attendance: closing.attendance, attendedBy: closing.attendedBy, absenceReason: closing.absenceReason, summary: closing.summary,
  };
}
