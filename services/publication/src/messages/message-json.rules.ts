import { pathOf } from '../publishing/publishing.rules.js';
import type { MessageSummary, MessageView, NoticeView, ReplyView } from './message-view.rules.js';
import { channelWords, kindWords, shanghaiInstant } from './words.rules.js';

/** One message in a list, for programs. Of a private one number, unit, kind, dates and state alone. */
export function summaryJson(message: MessageSummary, publicUrl: string) {
  return {
    number: message.number,
    url: new URL(pathOf(message.number), publicUrl).href,
    visibility: message.isPrivate ? 'private' : 'public',
    title: message.title,
    kind: message.kind && { code: message.kind, name: kindWords[message.kind] },
    channel: message.channel && { code: message.channel, name: channelWords[message.channel] },
    unit: message.unit,
    registeredAt: shanghaiInstant(message.registeredAt),
    status: { code: message.status.code, name: message.status.word, remarks: message.status.suffixes },
    deadline: {
      replyDueOn: message.replyDueOn,
      dueOn: message.dueOn,
      finalDueOn: message.finalDueOn,
      provisional: message.provisional,
      sentence: message.sentence,
    },
    answeredAt: message.answeredAt && shanghaiInstant(message.answeredAt),
    updatedAt: shanghaiInstant(message.updatedAt),
  };
}

export function messageJson(message: MessageView, publicUrl: string) {
  return {
    ...summaryJson(message, publicUrl),
    text: message.text,
    extensionNotices: message.notices.map(noticeJson),
    replies: message.replies.map(replyJson),
    timeline: message.timeline.map(({ at, text }) => ({ at: shanghaiInstant(at), text })),
  };
}

const noticeJson = ({ unit, reason, newDueOn, submittedAt, publishedAt }: NoticeView) => ({
  unit,
  reason,
  newDueOn,
  submittedAt: shanghaiInstant(submittedAt),
  publishedAt: shanghaiInstant(publishedAt),
});

const replyJson = ({ unit, text, interim, submittedAt, publishedAt }: ReplyView) => ({
  unit,
  interim,
  text,
  submittedAt: shanghaiInstant(submittedAt),
  publishedAt: shanghaiInstant(publishedAt),
});
