import { isProse, withLineFeeds } from '@wenzheng/contracts';
import { messageBodySchema, type MessageBody } from '../../message/message-body.js';
import type { Account } from '../../config.js';
import type { Post } from './platform/weibo.rules.js';

export const heldReasons = ['no-words', 'unreadable', 'conflict'] as const;
export type HeldReason = (typeof heldReasons)[number];

/** What a captured post is: a message, or kept as it came: no message can be made of what has no letter and no digit. Nothing is dropped. */
export type Captured = { kind: 'message'; body: MessageBody } | { kind: 'held'; reason: HeldReason };

const longest = 20_000;

export function captureOf(post: Post, { unit }: Account, now: Date): Captured {
  const read = post.isReadable ? messageBodySchema.safeParse(bodyOf(post, unit, now)) : null;
  if (read?.success) return { kind: 'message', body: read.data };
  return { kind: 'held', reason: post.isReadable && !isProse(cleaned(post.text)) ? 'no-words' : 'unreadable' };
}

/** @param post.author of an account that is gone: every such post has an author of its own */
function bodyOf({ kind, id, statusId, postedAt, text, author }: Post, unit: string | undefined, now: Date): MessageBody {
  const name = cleaned(author?.name ?? '').slice(0, 100).toWellFormed();
  return {
    externalId: `${kind}-${id}`,
    externalThreadId: statusId,
    occurredAt: (postedAt ?? now).toISOString(),
    author: { externalId: author?.uid ?? `${kind}-${id}`, ...(name.trim() !== '' && { displayName: name }) },
    text: cleaned(text),
    ...(unit !== undefined && { unit }),
  };
}

/** What databases and JSON can hold, and people can read; markup stays as it was written. */
export function cleaned(text: string): string {
  const shown = withLineFeeds(text.toWellFormed()).replace(/(?![\t\n\r])\p{Cc}/gu, '');
  return shown.length > longest ? shown.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '') : shown;
}
