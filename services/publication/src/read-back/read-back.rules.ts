import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MessageDetails } from '../message/message-view.rules.js';

const textSchema = z.object({ id: z.string(), text: z.string() });
/** What is compared of a message as the portal gives it to everybody. */
const readSchema = z.object({ replies: z.array(textSchema.extend({ supplements: z.array(textSchema) })) });

const digest = ({ id, text }: { id: string; text: string }): string => createHash('sha256').update(`${id} ${text}`).digest('base64url');

/** Digests of the replies and supplements that were published. */
export const publishedDigests = (replies: MessageDetails['replies']): string[] =>
  replies.flatMap((reply) => [reply, ...reply.supplements].map(({ replyId, text }) => digest({ id: replyId, text }))).toSorted();

/** Of those that are read outside; null for what is no message. */
export function readDigests(body: string): string[] | null {
  const read = readSchema.safeParse(parsed(body));
  return read.success ? read.data.replies.flatMap((reply) => [reply, ...reply.supplements].map(digest)).toSorted() : null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
