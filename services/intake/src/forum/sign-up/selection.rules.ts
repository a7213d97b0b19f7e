import { createHash } from 'node:crypto';
import type { ForumLot } from '@wenzheng/contracts';

export interface Entry {
  code: string;
  group: string;
}

export interface Drawn extends Entry {
  lot: ForumLot;
}

export interface SelectionRule {
  seats: number;
  groups: readonly { name: string; seats: number }[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is told of the seed before anybody signs up. */
export const commitmentOf = (seed: string): string => sha256(seed);

/** Where an entry stands in the lot: `printf '%s:%s' SEED CODE | sha256sum` says the same to anybody. */
export const lotKeyOf = (seed: string, code: string): string => sha256(`${seed}:${code}`);

/**
 * 名额和抽签 (R32): all entries stand in the order of their keys. Each group takes its quota in that order; what is left of the seats goes to the others in that order, whatever their group.
 * It follows from seed, codes, groups and rule alone.
 * @returns all entries, in the order of the lot
 */
export function drawLot(entries: readonly Entry[], seed: string, { seats, groups }: SelectionRule): Drawn[] {
  const keyed = entries.map((entry) => ({ entry, key: lotKeyOf(seed, entry.code) }));
  const inOrder = keyed.toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ entry }) => entry);
  const selected = new Set(groups.flatMap(({ name, seats: quota }) => inOrder.filter(({ group }) => group === name).slice(0, quota)));
  for (const entry of inOrder) {
    if (selected.size >= seats) break;
    selected.add(entry);
  }
  return inOrder.map((entry) => ({ ...entry, lot: selected.has(entry) ? 'selected' : 'waiting' }));
}
