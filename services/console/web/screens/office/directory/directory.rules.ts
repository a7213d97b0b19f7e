import type { DirectoryEntry } from '../../../api/schemas.js';

type UnitRef = DirectoryEntry['unit'];
export type EntryKind = DirectoryEntry['kind'];

/** What the office sees at once: the entry lacks its unit, or the platform is not let in, or will not be. */
export const needsSomebody = ({ unitRemoved, connection }: DirectoryEntry): boolean =>
  unitRemoved || (connection !== null && ['expired', 'failing', 'expiring'].includes(connection.state));

/** 覆盖: the units that have no entry of a kind, in the order of the registry. */
export function lacking(units: readonly UnitRef[], entries: readonly DirectoryEntry[], kind: EntryKind): UnitRef[] {
  const has = new Set(entries.filter((entry) => entry.kind === kind).map(({ unit }) => unit.code));
  return units.filter(({ code }) => !has.has(code));
}

export interface UnitEntries {
  code: string;
  name: string;
  removed: boolean;
  entries: DirectoryEntry[];
}

/** By unit: where something needs somebody first, then in the order of the registry. */
export function byUnit(entries: readonly DirectoryEntry[], units: readonly UnitRef[]): UnitEntries[] {
  const place = new Map(units.map(({ code }, index) => [code, index]));
  const groups = [...Map.groupBy(entries, ({ unit }) => unit.code)].map(([code, own]): UnitEntries => ({ code, name: own[0]?.unit.name ?? code, removed: own.some(({ unitRemoved }) => unitRemoved), entries: own }));
  const rank = ({ code, entries: own }: UnitEntries): number => (own.some(needsSomebody) ? -10_000 : 0) + (place.get(code) ?? 0);
  return groups.toSorted((one, other) => rank(one) - rank(other));
}
