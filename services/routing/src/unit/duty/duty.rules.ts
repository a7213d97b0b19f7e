import { isDeepStrictEqual } from 'node:util';
import type { DutySource } from './duty.entity.js';

/** What an item of the duty catalogue says, whatever its version. */
export interface DutyInput {
  unit: string;
  /** How the reason of an assignment names it; its first word if absent. */
  name: string | null;
  /** What the unit is charged with. */
  duty: string | null;
  /** The law, or the provisions on the unit's functions 三定规定, that say so. */
  citation: string | null;
  words: string[];
  areas: string[];
  from: string | null;
  to: string | null;
}

export interface ListedDuty extends DutyInput {
  item: string;
  version: number;
  source: DutySource;
  madeAt: string;
  endedAt: string | null;
}

const saying = ({ unit, name, duty, citation, words, areas, from, to }: DutyInput): DutyInput => ({ unit, name, duty, citation, words, areas, from, to });

export const saysTheSame = (one: DutyInput, other: DutyInput): boolean => isDeepStrictEqual(saying(one), saying(other));

/** By what a remit of the file is the same item as in the file before: an item has its number for ever, a place in a list has not. */
const nameOf = ({ unit, name, words }: DutyInput): string => `${unit}\n${name ?? words[0]}`;

/** Which items of the file are new, which say something else now, and which are no longer there. */
export function dutiesOfFile(kept: readonly ListedDuty[], given: readonly DutyInput[]): { changes: { input: DutyInput; before: ListedDuty | null }[]; ended: ListedDuty[] } {
  const free = Map.groupBy(kept, nameOf);
  const changes = given.flatMap((input) => {
    const before = free.get(nameOf(input))?.shift() ?? null;
    return before && saysTheSame(before, input) ? [] : [{ input, before }];
  });
  return { changes, ended: [...free.values()].flat() };
}

/** Which rows of a sheet are new, which are another version of the item that they number, and which items it does not have. A row without a number that says what an item says is that item. */
export function dutiesOfSheet(
  kept: readonly ListedDuty[],
  given: readonly { item: string | null; input: DutyInput }[],
): { changes: { input: DutyInput; before: ListedDuty | null }[]; ended: ListedDuty[]; unknown: string | undefined } {
  const byItem = new Map(kept.map((one) => [one.item, one]));
  const named = new Set<string>();
  const changes = given.flatMap(({ item, input }) => {
    const before = (item === null ? kept.find((one) => !named.has(one.item) && saysTheSame(one, input)) : byItem.get(item)) ?? null;
    if (before) named.add(before.item);
    return before && saysTheSame(before, input) ? [] : [{ input, before }];
  });
  const unknown = given.find(({ item }) => item !== null && !byItem.has(item))?.item ?? undefined;
  return { changes, ended: kept.filter(({ item }) => !named.has(item)), unknown };
}
