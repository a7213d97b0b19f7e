import { z } from 'zod';
import type { ArchivedAccess, ArchivedMessage } from './archived-message.schema.js';

/** Why an archive is not what it was. */
export const changeKinds = ['added', 'record', 'placing', 'reply-published', 'reply-corrected', 'reply-supplemented', 'reply-withdrawn', 'words-hidden', 'no-longer-shown', 'shown-again', 'ending', 'deadline', 'format'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Of which message; null: of the session's own record. */
export const changeSchema = z.strictObject({ number: z.string().nullable(), change: z.enum(changeKinds) });
export type Change = z.output<typeof changeSchema>;

/** Of each message digests alone: what was hidden must not stand in what it is compared by. */
export interface MessagePrint {
  access: ArchivedAccess;
  words: string;
  ending: string;
  deadline: string;
  placing: string;
  /** By when each was submitted and published. */
  replies: Readonly<Record<string, { words: string; correctedAt: string | null; supplements: number }>>;
}

export interface Print {
  record: string;
  messages: Readonly<Record<string, MessagePrint>>;
}

/** @param placing where it stood in the session */
export function printOf({ access, title, text, ending, answeredAt, dayZero, replyDueOn, finalDueOn, replies }: ArchivedMessage, placing: string, digest: (text: string) => string): MessagePrint {
  return {
    access,
    words: digest(`${title}\n${text}`),
    ending: `${ending} ${answeredAt}`,
    deadline: `${dayZero} ${replyDueOn} ${finalDueOn}`,
    placing: digest(placing),
    replies: Object.fromEntries(replies.map((reply, index) => [
      `${index} ${reply.submittedAt} ${reply.publishedAt}`,
      { words: digest([reply.text, reply.promise?.text, ...reply.supplements.map((one) => one.text)].join('\n')), correctedAt: reply.correctedAt, supplements: reply.supplements.length },
    ])),
  };
}

/** What has come between two prints that were taken with one key; in the order of the messages. */
export function changesBetween(before: Print, after: Print): Change[] {
  const record: Change[] = before.record === after.record ? [] : [{ number: null, change: 'record' }];
  return [...record, ...Object.entries(after.messages).flatMap(([number, message]) => {
    const was = before.messages[number];
    return (was ? changesOf(was, message) : (['added'] as const)).map((change) => ({ number, change }));
  })];
}

function changesOf(before: MessagePrint, after: MessagePrint): ChangeKind[] {
  if (before.access !== after.access) return [after.access === 'public' ? 'shown-again' : 'no-longer-shown'];
  const changes = new Set<ChangeKind>();
  if (before.placing !== after.placing) changes.add('placing');
  if (before.words !== after.words) changes.add('words-hidden');
  for (const [id, reply] of Object.entries(after.replies)) {
    const was = before.replies[id];
    if (!was) changes.add('reply-published');
    else if (was.correctedAt !== reply.correctedAt) changes.add('reply-corrected');
    else if (was.supplements < reply.supplements) changes.add('reply-supplemented');
    else if (was.words !== reply.words) changes.add('words-hidden');
  }
  if (Object.keys(before.replies).some((id) => !(id in after.replies))) changes.add('reply-withdrawn');
  if (before.deadline !== after.deadline) changes.add('deadline');
  // A first answer ends the message: that is said with the answer.
  if (before.ending !== after.ending && !changes.has('reply-published')) changes.add('ending');
  return [...changes];
}

const words: Readonly<Record<ChangeKind, string>> = {
  added: '新列入',
  record: '活动记录有更新',
  placing: '现场办理情况有更新',
  'reply-published': '公布了答复',
  'reply-corrected': '答复已更正',
  'reply-supplemented': '答复已补充',
  'reply-withdrawn': '答复不再公开',
  'words-hidden': '有文字因涉及个人信息等原因被隐去，或者恢复显示',
  'no-longer-shown': '不再公开',
  'shown-again': '恢复公开',
  ending: '办理结果有变化',
  deadline: '答复时限有变化',
  format: '归档格式更新，内容没有变化',
};

/** 公布了答复：HN…、HN…; a line for each kind. */
export function changeWords(changes: readonly Change[]): string[] {
  return changeKinds.flatMap((kind) => {
    const ofKind = changes.filter(({ change }) => change === kind);
    if (ofKind.length === 0) return [];
    const numbers = ofKind.flatMap(({ number }) => number ?? []);
    return [numbers.length > 0 ? `${words[kind]}：${numbers.join('、')}` : words[kind]];
  });
}
