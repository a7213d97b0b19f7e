import { createHash } from 'node:crypto';
import type { ForumState } from '../forum/forum.entity.js';

type Draw = NonNullable<ForumState['draw']>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const isCommittedTo = (commitment: string, { seed }: Pick<Draw, 'seed'>): boolean => sha256(seed) === commitment;

/** The lot as the published rule says it, from nothing but what is published: for whoever doubts it. */
export function drawnAnew({ seats, groups }: Pick<ForumState, 'seats' | 'groups'>, { seed, entries }: Pick<Draw, 'seed' | 'entries'>): Draw['entries'] {
  const inOrder = entries.map((entry) => ({ ...entry, key: sha256(`${seed}:${entry.code}`) })).toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const selected = new Set(groups.flatMap(({ name, seats: quota }) => inOrder.filter(({ group }) => group === name).slice(0, quota)));
  for (const entry of inOrder) if (selected.size < seats) selected.add(entry);
  return inOrder.map((entry) => ({ code: entry.code, group: entry.group, lot: selected.has(entry) ? 'selected' : 'waiting' }));
}
