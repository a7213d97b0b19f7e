import { isDeepStrictEqual } from 'node:util';
import type { UnitChange } from '../unit-tree.rules.js';

interface Changed {
  about: string;
  before: object | null;
  after: object | null;
}

/** Of each thing that a change touches only what differs, before and after: `{units: {water: {name: …}}}`. */
export function changedFields({ units, people, duties }: { units: readonly UnitChange[]; people: readonly Changed[]; duties: readonly Changed[] }): { before: object; after: object } {
  const kinds = { units: units.map(unitChanged), people: people.map(onlyChanged), duties: duties.map(onlyChanged) };
  const side = (which: 'before' | 'after') =>
    Object.fromEntries(Object.entries(kinds).filter(([, changes]) => changes.length > 0).map(([kind, changes]) => [kind, Object.fromEntries(changes.map((one) => [one.about, one[which]]))]));
  return { before: side('before'), after: side('after') };
}

export function unitChanged({ unit, removed, before }: UnitChange): Changed {
  return onlyChanged({ about: unit.code, before, after: removed ? null : unit });
}

/** Of what is new or gone all, else the fields that differ. */
export function onlyChanged({ about, before, after }: Changed): Changed {
  if (!before || !after) return { about, before, after };
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = Object.keys({ ...was, ...is }).filter((name) => !isDeepStrictEqual(was[name], is[name]));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { about, before: pick(was), after: pick(is) };
}
