import { instantSchema, likesSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { externalIdSchema } from '../message/message-body.js';

export const likeCountsSchema = z.strictObject({
  counts: z.array(z.strictObject({ externalId: externalIdSchema, likes: likesSchema, countedAt: instantSchema })).min(1).max(1_000),
});
export type LikeCount = z.infer<typeof likeCountsSchema>['counts'][number];

/** A count and when it was taken. */
export interface Counted {
  likes: number;
  at: number;
}

/** The latest count holds, of two of one instant the higher: in whatever order they come. */
export const isNewer = (one: Counted, other: Counted): boolean => one.at > other.at || (one.at === other.at && one.likes > other.likes);

/** Of each message the count that holds. */
export function latestOf(counts: readonly LikeCount[]): Map<string, Counted> {
  const latest = new Map<string, Counted>();
  for (const { externalId, likes, countedAt } of counts) {
    const [count, known] = [{ likes, at: Date.parse(countedAt) }, latest.get(externalId)];
    if (!known || isNewer(count, known)) latest.set(externalId, count);
  }
  return latest;
}
