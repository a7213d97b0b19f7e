import { dateSchema, storableText } from '@wenzheng/contracts';
import { z } from 'zod';
import { isOffice, postSchema } from './person/person.rules.js';
import { nameKey } from './unit-name.rules.js';

const text = (maximum: number) => storableText(maximum).trim().min(1);
const name = text(100);
const words = z.array(text(50)).max(500);
const personSchema = z.strictObject({ id: text(200), name });

/** A unit's code as it stands in a body or an address: whether there is such a unit, the registry says. */
export const unitCodeSchema = storableText(64).min(1);

/** 职责: words that speak for the unit and, where `areas` stand, places of which one must occur as well. */
export const remitSchema = z.strictObject({
  /** How the reason of an assignment names it; its first word if absent. */
  name: name.optional(),
  words: words.min(1),
  areas: words.default([]),
  /** What the unit is charged with, and the law or the 三定规定 that say so. */
  duty: text(500).optional(),
  citation: text(500).optional(),
});

/** 别名, 曾用名: from one day to another. */
export const unitNameSchema = z.strictObject({ name, from: dateSchema.optional(), to: dateSchema.optional() });

export const unitSchema = z.strictObject({
  code: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'must be small letters, digits, dots and hyphens').max(64),
  name,
  /** Code of the unit above; null for the city itself. */
  parent: storableText(64).nullable(),
  /** 1 for the city, growing downwards (R37). */
  level: z.int().min(1).max(20),
  kind: text(40).nullable().default(null),
  phones: z.array(text(40)).max(50).default([]),
  /** 网管员 */
  webAdmins: z.array(personSchema).max(100),
  backup: personSchema.nullable().default(null),
  /** 主要负责人 */
  principal: z.strictObject({ id: text(200).optional(), name, post: name }).nullable().default(null),
  /** 审核人 */
  reviewers: z.array(personSchema).max(100).default([]),
  /** Without them the names stay as they are. */
  aliases: z.array(unitNameSchema).max(50).optional(),
  formerNames: z.array(unitNameSchema).max(50).optional(),
  remits: z.array(remitSchema).max(200).default([]),
});

const listedPostSchema = z
  .strictObject({ post: postSchema, unit: storableText(64).optional(), from: dateSchema.optional(), to: dateSchema.optional() })
  .refine(({ post, unit }) => isOffice(post) === (unit === undefined), { path: ['unit'], message: 'is for the posts of a unit, and they need it' });

export const unitsFileSchema = z.strictObject({
  city: name,
  /** Invented for trials; production refuses it. */
  sample: z.boolean().default(false),
  units: z.array(unitSchema).min(1).max(5_000),
  /** People of the city's offices, and whoever holds a post of a unit from or to a day. */
  people: z.array(z.strictObject({ id: text(200), name, posts: z.array(listedPostSchema).min(1).max(50) })).max(20_000).optional(),
});

/** A unit as the file lists it. */
export type ListedUnit = z.infer<typeof unitSchema>;
export type UnitsFile = z.infer<typeof unitsFileSchema>;

/** The file cannot be used; the message names every line or field at fault, ten at most. */
export class UnitsFileError extends Error {
  override readonly name = 'UnitsFileError';
  constructor(readonly faults: readonly string[]) {
    const more = faults.length > 10 ? `; and ${faults.length - 10} more` : '';
    super(`UNITS_FILE refused: ${faults.slice(0, 10).join('; ')}${more}`);
  }
}

/** @throws UnitsFileError */
export function parseUnitsFile(text: string): UnitsFile {
  const json = parseJson(text);
  const result = unitsFileSchema.safeParse(json);
  if (!result.success) {
    throw new UnitsFileError(result.error.issues.map((issue) => `${place(text, json, issue.path)}: ${issue.message}`));
  }
  const faults = [...faultsOfTree(result.data.units, (index) => place(text, json, ['units', index])), ...faultsOfPeople(result.data)];
  if (faults.length > 0) throw new UnitsFileError(faults);
  return result.data;
}

/** One city at the top; every parent exists and stands on a higher level; codes and names are unique. */
function faultsOfTree(units: readonly ListedUnit[], placeOf: (index: number) => string): string[] {
  const faults: string[] = [];
  const byCode = new Map<string, ListedUnit>();
  const names = new Set<string>();
  units.forEach((unit, index) => {
    if (byCode.has(unit.code)) faults.push(`${placeOf(index)}: the code ${unit.code} stands twice`);
    if (names.has(nameKey(unit.name))) faults.push(`${placeOf(index)}: the name ${unit.name} stands twice`);
    byCode.set(unit.code, unit);
    names.add(nameKey(unit.name));
  });
  units.forEach((unit, index) => {
    if (unit.parent === null) {
      if (unit.level !== 1) faults.push(`${placeOf(index)}: a unit without parent is the city itself and has level 1`);
      return;
    }
    const parent = byCode.get(unit.parent);
    if (!parent) faults.push(`${placeOf(index)}: there is no parent ${unit.parent}`);
    else if (parent.level >= unit.level) {
      faults.push(`${placeOf(index)}: level ${unit.level} is not below level ${parent.level} of its parent ${parent.code}`);
    }
  });
  const roots = units.filter((unit) => unit.parent === null).length;
  if (roots !== 1) faults.push(`units: exactly one unit has no parent, the city itself; there are ${roots}`);
  return faults;
}

function faultsOfPeople({ units, people = [] }: UnitsFile): string[] {
  const codes = new Set(units.map(({ code }) => code));
  return people.flatMap(({ posts }, index) =>
    posts.flatMap(({ unit }, at) => (unit === undefined || codes.has(unit) ? [] : [`${field(['people', index, 'posts', at, 'unit'])}: there is no unit ${unit}`])));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    const position = positionOf(reason, text);
    const line = position === undefined ? '' : `line ${lineAt(text, position)}: `;
    throw new UnitsFileError([`${line}not JSON (${reason.slice(0, 120)})`]);
  }
}

/** V8 names the position, or quotes ten characters before it, or says that the text ended. */
function positionOf(reason: string, text: string): number | undefined {
  const named = /position (\d+)/.exec(reason)?.[1];
  if (named !== undefined) return Number(named);
  if (reason.startsWith('Unexpected end')) return text.length;
  const [, before, quoted] = /, (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(reason) ?? [];
  const start = quoted === undefined ? -1 : text.indexOf(quoted);
  return start < 0 ? undefined : start + (before ? 10 : 0);
}

/** `line 12, unit police, webAdmins[0].name`; the line is that of the unit's code. */
function place(text: string, json: unknown, path: readonly PropertyKey[]): string {
  const [first, index, ...rest] = path;
  if (first !== 'units' || typeof index !== 'number') return field(path) || 'the file';
  const units = (json as { units: { code?: unknown }[] }).units;
  const code = units[index]?.code;
  const codes = [...text.matchAll(/"code"\s*:/g)];
  const at = codes.length === units.length ? codes[index]?.index : undefined;
  return [
    at === undefined ? '' : `line ${lineAt(text, at)}`,
    typeof code === 'string' ? `unit ${code}` : `units[${index}]`,
    field(rest),
  ].filter((part) => part !== '').join(', ');
}

const field = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('');

const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;
