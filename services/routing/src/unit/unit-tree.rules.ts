import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { nameKey } from './unit-name.rules.js';
import { WordFinder } from './word-finder.rules.js';

export interface PersonRef {
  id: string;
  name: string;
}

/** 职责: an item of the duty catalogue in the version that is in force. */
export interface Remit {
  item: string;
  version: number;
  /** How the reason of an assignment names it; its first word if absent. */
  name?: string | undefined;
  words: string[];
  areas: string[];
}

/** 单位 as it stands today: people by the posts that they hold, names by which it is known, duties in force. */
export interface Unit {
  code: string;
  name: string;
  /** Code of the unit above; null for the city itself. */
  parent: string | null;
  /** 1 for the city, growing downwards (R37). */
  level: number;
  kind: string | null;
  phones: string[];
  /** 网管员 */
  webAdmins: PersonRef[];
  backups: PersonRef[];
  /** 审核人 */
  reviewers: PersonRef[];
  /** 主要负责人; without `id` a name, and nobody who signs in. */
  principal: { id?: string | undefined; name: string; post: string } | null;
  /** 别名 and 曾用名, by which it is found too. */
  aliases: string[];
  formerNames: string[];
  remits: Remit[];
}

/** The registry as decisions see it: the units that answer now. Immutable; another load makes another tree. */
export class UnitTree {
  readonly root: Unit;
  /** In order of code. */
  readonly units: readonly Unit[];
  readonly #byCode: ReadonlyMap<string, Unit>;
  /** Names that count most come first: its own name, an alias, a former name. */
  readonly #byName: readonly ReadonlyMap<string, Unit | null>[];
  /** Made when it is first asked for: reports of wrongdoing alone need it. */
  #names: { finder: WordFinder; unitsOf: ReadonlyMap<string, readonly Unit[]> } | undefined;

  constructor(
    readonly city: string,
    units: readonly Unit[],
  ) {
    this.units = [...units].sort((a, b) => (a.code < b.code ? -1 : 1));
    const root = units.find((unit) => unit.parent === null);
    if (!root) throw new RangeError('a tree of units needs its root, the city');
    this.root = root;
    this.#byCode = new Map(units.map((unit) => [unit.code, unit]));
    this.#byName = [named(units, ({ name }) => [name]), named(units, ({ aliases }) => aliases), named(units, ({ formerNames }) => formerNames)];
  }

  get(code: string): Unit | undefined {
    return this.#byCode.get(code);
  }

  /** The unit that people mean by a code, the exact name, an alias or a former name; none where two units share what is left. */
  addressed(text: string | null): Unit | undefined {
    if (text === null) return undefined;
    const key = nameKey(text);
    const byCode = this.#byCode.get(key);
    if (byCode) return byCode;
    return this.#byName.find((names) => names.has(key))?.get(key) ?? undefined;
  }

  /** The units that a text names, by name, alias or former name; where several share a name, all of them. */
  namedIn(text: string): Unit[] {
    const { finder, unitsOf } = (this.#names ??= this.#findNames());
    return [...new Set([...finder.find(nameKey(text))].flatMap((name) => unitsOf.get(name) ?? []))];
  }

  #findNames() {
    const pairs = this.units.flatMap((unit) => [unit.name, ...unit.aliases, ...unit.formerNames].map((name) => ({ unit, key: nameKey(name) })));
    const unitsOf = new Map([...Map.groupBy(pairs, ({ key }) => key)].map(([key, group]) => [key, group.map(({ unit }) => unit)]));
    return { finder: new WordFinder(unitsOf.keys()), unitsOf };
  }

  /** Whether a unit is the other one or stands below it. */
  isWithin(code: string, ancestor: string): boolean {
    for (let unit = this.#byCode.get(code); unit; unit = unit.parent === null ? undefined : this.#byCode.get(unit.parent)) {
      if (unit.code === ancestor) return true;
    }
    return false;
  }
}

function named(units: readonly Unit[], namesOf: (unit: Unit) => readonly string[]): Map<string, Unit | null> {
  const found = new Map<string, Unit | null>();
  for (const unit of units) {
    for (const key of new Set(namesOf(unit).map(nameKey))) found.set(key, found.has(key) ? null : unit);
  }
  return found;
}

export const lackSchema = z.enum(['web-admin', 'backup']);
export type Lack = z.infer<typeof lackSchema>;

/** 落实专人负责 (R02): what a unit lacks to be given anything. */
export function lacking(unit: Pick<Unit, 'webAdmins' | 'backups'>): Lack[] {
  return [...(unit.webAdmins.length === 0 ? (['web-admin'] as const) : []), ...(unit.backups.length === 0 ? (['backup'] as const) : [])];
}

/** 签发: without anybody to review or sign, a unit's web admin signs what it says; it is given messages all the same. */
export const hasSignatory = ({ reviewers, principal }: Pick<Unit, 'reviewers' | 'principal'>): boolean => reviewers.length > 0 || principal?.id !== undefined;

/** 网管员, and who stands in for them. */
export const webAdminsOf = ({ webAdmins, backups }: Unit): string[] => [...new Set([...webAdmins, ...backups].map(({ id }) => id))];

export interface UnitChange {
  unit: Unit;
  version: number;
  removed: boolean;
  /** Null for a unit that is new, or comes back. */
  before: Unit | null;
}

export interface StoredUnit {
  unit: Unit;
  version: number;
  removed: boolean;
  /** Its last event named them; one of a release before did not. */
  tellsWebAdmins: boolean;
}

/** What makes these units of those, in order of code: new and differing ones, and those that are no longer there. */
export function changesOf(stored: readonly StoredUnit[], units: readonly Unit[]): UnitChange[] {
  const rows = new Map(stored.map((row) => [row.unit.code, row]));
  const listed = new Set(units.map((unit) => unit.code));
  const written = units.flatMap((unit) => {
    const row = rows.get(unit.code);
    if (row && !row.removed && row.tellsWebAdmins && isDeepStrictEqual(row.unit, unit)) return [];
    return [{ unit, version: (row?.version ?? 0) + 1, removed: false, before: row && !row.removed ? row.unit : null }];
  });
  const removed = stored
    .filter((row) => !row.removed && !listed.has(row.unit.code))
    .map((row) => ({ unit: row.unit, version: row.version + 1, removed: true, before: row.unit }));
  return [...written, ...removed].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
}
