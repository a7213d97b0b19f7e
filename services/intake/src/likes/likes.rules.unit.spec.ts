import { describe, expect, it } from '@jest/globals';
import { channels } from '@wenzheng/contracts';
import { mayBeLiked } from '../message/message.rules.js';
import { likeCountsSchema, latestOf } from './likes.rules.js';

const count = (likes: number, countedAt: string, externalId = 'a') => ({ externalId, likes, countedAt });
const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2 ? [[...items]] : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

describe('点赞', () => {
  it('are had by the board, the forum and the microblog', () => {
    expect(channels.filter((channel) => mayBeLiked(channel, 3))).toEqual(['board', 'forum', 'microblog']);
    expect(channels.filter((channel) => mayBeLiked(channel, undefined))).toEqual([...channels]);
  });

  it('the latest count holds, of two of one instant the higher, in every order and however often they come', () => {
    const counts = [
      count(9, '2026-11-23T08:00:00+08:00'), count(7, '2026-11-23T08:30:00+08:00'), count(8, '2026-11-23T00:30:00Z'), count(2, '2026-11-23T08:10:00+08:00', 'b'),
      count(7, '2026-11-23T08:30:00+08:00'),
    ];
    for (const order of permutations(counts)) {
      expect(Object.fromEntries([...latestOf(order)].map(([externalId, { likes }]) => [externalId, likes]))).toEqual({ a: 8, b: 2 });
    }
  });

  it.each([
    ['half a like', [count(0.5, '2026-11-23T08:00:00Z')]],
    ['fewer than none', [count(-1, '2026-11-23T08:00:00Z')]],
    ['more than a whole number holds', [count(3e9, '2026-11-23T08:00:00Z')]],
    ['a count of no instant', [count(1, '2026-11-23 08:00')]],
    ['no count', []],
    ['1,001 counts', Array.from({ length: 1_001 }, () => count(1, '2026-11-23T08:00:00Z'))],
  ])('%s is refused', (_, counts) => {
    expect(likeCountsSchema.safeParse({ counts }).success).toBe(false);
  });
});
