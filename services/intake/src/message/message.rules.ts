import { createHmac, type KeyObject } from 'node:crypto';
import { channelsWithLikes, isProse, type ChannelName, type MessageKind, type Visibility } from '@wenzheng/contracts';

const clockToleranceMs = 5 * 60_000;
const derivedTitleLength = 50;

/** An integration's clock may run five minutes ahead. */
export const isInFuture = (instant: Date, now: Date): boolean => instant.getTime() > now.getTime() + clockToleranceMs;

export const mayBeLiked = (channel: ChannelName, likes: number | undefined): boolean => likes === undefined || channelsWithLikes.has(channel);

/** Counts people without naming them (DESIGN 4.6): keyed, and another hash on every channel. */
export function authorHashOf(key: KeyObject, channel: string, authorExternalId: string): string {
  return createHmac('sha256', key).update(`${channel}\u001f${authorExternalId}`).digest('hex');
}

/** 举报 is always private; everything else is as the writer chose, public if nothing was said. */
export const visibilityOf = (kind: MessageKind | undefined, chosen: Visibility | undefined): Visibility =>
  kind === 'report' ? 'private' : (chosen ?? 'public');

/** The writer's title, or else the first line of the text that says something, cut to 50 characters. */
export function titleOf(title: string | undefined, text: string): string {
  if (title !== undefined && isProse(title)) return title;
  const characters = [...(text.split(/\r?\n/).find(isProse) ?? text).trim()];
  return characters.length <= derivedTitleLength ? characters.join('') : `${characters.slice(0, derivedTitleLength - 1).join('')}…`;
}
