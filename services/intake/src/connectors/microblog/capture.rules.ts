import { isProse, withLineFeeds } from '@wenzheng/contracts';
import type { HoldReason } from '../../message/hold-reasons.js';
import { messageBodySchema, type MessageBody } from '../../message/message-body.js';
import type { Account } from '../../config.js';
import type { Post } from './platform/weibo.rules.js';

/** What a captured post is: a message, or one that is held as it came, for a person to say what it is. Nothing is dropped. */
export interface Captured {
  body: MessageBody;
  holdReasons: HoldReason[];
}

const longest = 20_000;

export function captureOf(post: Post, { unit }: Account, now: Date): Captured {
  const body = bodyOf(post, unit, now);
  const read = post.isReadable ? messageBodySchema.safeParse(body) : null;
  if (read?.success) return { body: read.data, holdReasons: [] };
  return { body, holdReasons: [post.isReadable && !isProse(body.text) ? 'no-words' : 'unreadable'] };
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
