import { createHmac, type KeyObject } from 'node:crypto';
import { channelsWithLikes, isProse, type ChannelName, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { redact, shortened } from '@wenzheng/redaction';

const clockToleranceMs = 5 * 60_000;
/** `length` is the contract's; the writer's own title is not cut but refused beyond it. */
const derivedTitle = { characters: 50, length: 200 };

/** An integration's clock may run five minutes ahead. */
export const isInFuture = (instant: Date, now: Date): boolean => instant.getTime() > now.getTime() + clockToleranceMs;

/** 追问: so often may be asked after one message, however the follow-ups hang together. */
export const mostFollowUps = 2;

export const mayBeLiked = (channel: ChannelName, likes: number | undefined): boolean => likes === undefined || channelsWithLikes.has(channel);

/** Counts people without naming them (DESIGN 4.6): keyed, and another hash on every channel. */
export function authorHashOf(key: KeyObject, channel: string, authorExternalId: string): string {
  return createHmac('sha256', key).update(`${channel}\u001f${authorExternalId}`).digest('hex');
}

/** 举报 is always private; everything else is as the writer chose, public if nothing was said. */
export const visibilityOf = (kind: MessageKind | undefined, chosen: Visibility | undefined): Visibility =>
  kind === 'report' ? 'private' : (chosen ?? 'public');

/** The writer's title, or else the first line of the text that says something, redacted before it is cut: whoever shows it has no more than it. */
export function titleOf(title: string | undefined, text: string): string {
  if (title !== undefined && isProse(title)) return title;
  const redacted = redact(text);
  return shortened((redacted.split(/\r?\n/).find(isProse) ?? redacted).trim(), derivedTitle);
}
