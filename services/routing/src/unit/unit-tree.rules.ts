import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { nameKey, type Unit } from './units-file.rules.js';

/** The registry as decisions see it: the units that answer now. Immutable; another load makes another tree. */
export class UnitTree {
  readonly root: Unit;
  /** In order of code. */
  readonly units: readonly Unit[];
  readonly #byCode: ReadonlyMap<string, Unit>;
  readonly #byName: ReadonlyMap<string, Unit>;

  constructor(
    readonly city: string,
    units: readonly Unit[],
  ) {
    this.units = [...units].sort((a, b) => (a.code < b.code ? -1 : 1));
    const root = units.find((unit) => unit.parent === null);
    if (!root) throw new RangeError('a tree of units needs its root, the city');
    this.root = root;
    this.#byCode = new Map(units.map((unit) => [unit.code, unit]));
    this.#byName = new Map(units.map((unit) => [nameKey(unit.name), unit]));
  }

  get(code: string): Unit | undefined {
    return this.#byCode.get(code);
  }

  /** The unit that a citizen means by a code or by the exact name. */
  addressed(text: string | null): Unit | undefined {
    if (text === null) return undefined;
    const key = nameKey(text);
    return this.#byCode.get(key) ?? this.#byName.get(key);
  }

  /** Whether a unit is the other one or stands below it. */
  isWithin(code: string, ancestor: string): boolean {
    for (let unit = this.#byCode.get(code); unit; unit = unit.parent === null ? undefined : this.#byCode.get(unit.parent)) {
      if (unit.code === ancestor) return true;
    }
    return false;
  }
}

export const lackSchema = z.enum(['web-admin', 'backup']);

/** 落实专人负责 (R02): what a unit lacks to be answerable. */
export function lacking(unit: Pick<Unit, 'webAdmins' | 'backup'>): z.infer<typeof lackSchema>[] {
  return [...(unit.webAdmins.length === 0 ? (['web-admin'] as const) : []), ...(unit.backup === null ? (['backup'] as const) : [])];
}

export interface UnitChange {
  unit: Unit;
  version: number;
  removed: boolean;
}

export interface StoredUnit extends UnitChange {
  /** Its last event named them; a release before did not. */
  tellsWebAdmins: boolean;
}

/** What a load changes, in order of code: new and differing units, and those that the file no longer has. */
export function changesOf(stored: readonly StoredUnit[], units: readonly Unit[]): UnitChange[] {
  const before = new Map(stored.map((row) => [row.unit.code, row]));
  const listed = new Set(units.map((unit) => unit.code));
  const written = units.flatMap((unit) => {
    const row = before.get(unit.code);
    if (row && !row.removed && row.tellsWebAdmins && isDeepStrictEqual(row.unit, unit)) return [];
    return [{ unit, version: (row?.version ?? 0) + 1, removed: false }];
  });
  const removed = stored
    .filter((row) => !row.removed && !listed.has(row.unit.code))
    .map((row) => ({ unit: row.unit, version: row.version + 1, removed: true }));
  return [...written, ...removed].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
}
