import type { z } from 'zod';
import { problem } from '../../problems.js';
import { personStateSchema, postNames, postSchema, type PersonState } from '../person/person.rules.js';
import type { PersonView } from '../person/person-view.js';
import { personInputSchema, unitInputSchema, type PersonBody, type UnitInput } from '../registry/registry-input.js';
import { joined, parted, rowsOf, sheetOf, type Columns, type Row } from './sheet.js';

export interface NamedUnit {
  code: string;
  name: string;
  parent: string | null;
  level: number;
  kind: string | null;
  phones: string[];
  aliases: { name: string; from: string | null; to: string | null }[];
  formerNames: { name: string; from: string | null; to: string | null }[];
}

const unitColumns = { code: '单位代码', name: '单位名称', parent: '上级单位代码', level: '层级', kind: '类别', phones: '电话', aliases: '别名', formerNames: '曾用名' };
const personColumns = { id: '登录标识', name: '姓名', state: '状态', post: '岗位', unit: '单位代码', title: '职务', from: '任职日期', to: '离任日期' };
const stateNames: Record<PersonState, string> = { active: '在岗', suspended: '停用', removed: '移除' };

/** A name, or `name|from|to` where it has days. */
const datedName = ({ name, from, to }: NamedUnit['aliases'][number]): string => (from === null && to === null ? name : [name, from ?? '', to ?? ''].join('|'));

export const unitSheet = (units: readonly NamedUnit[]): string =>
  sheetOf(unitColumns, units.map(({ phones, aliases, formerNames, ...unit }) => ({ ...unit, phones: joined(phones), aliases: joined(aliases.map(datedName)), formerNames: joined(formerNames.map(datedName)) })));

/** A line for each post that has not ended; one without any for who has none. */
export function personSheet(people: readonly PersonView[]): string {
  const rows = people.flatMap(({ id, name, state, posts }): Record<string, string | null>[] => {
    const person = { id, name, state: stateNames[state] };
    const held = posts.filter(({ endedAt }) => endedAt === null).map(({ post, unit, title, from, to }) => ({ ...person, post: postNames[post], unit, title, from, to }));
    return held.length > 0 ? held : [person];
  });
  return sheetOf(personColumns, rows);
}

export function unitsOf(text: string, pointer: string): UnitInput[] {
  return rowsOf(unitColumns, text, pointer).map(({ line, row }) => {
    const named = (cell: string) => parted(cell).map((part) => part.split('|')).map(([name = '', from = '', to = '']) => ({ name, ...given({ from, to }) }));
    const level = /^\d{1,2}$/.test(row['level'] ?? '') ? Number(row['level']) : row['level'];
    const unit = { ...given(row, ['code', 'name']), parent: row['parent'] || null, level, kind: row['kind'] || null, phones: parted(row['phones'] ?? ''), aliases: named(row['aliases'] ?? ''), formerNames: named(row['formerNames'] ?? '') };
    return checked(unitInputSchema, unit, { line, columns: unitColumns, pointer });
  });
}

/** The lines of one person, wherever they stand, are that person's posts. */
export function peopleOf(text: string, pointer: string): (PersonBody & { isRemoved: boolean })[] {
  const byId = Map.groupBy(rowsOf(personColumns, text, pointer), ({ row }) => row['id'] ?? '');
  return [...byId.values()].map((lines) => {
    const [{ line, row: first }] = lines as [(typeof lines)[number]];
    const state = codeOf(first['state'] ?? '', stateNames, personStateSchema.options);
    const posts = lines.filter(({ row }) => row['post'] !== '').map(({ row }) => ({ post: codeOf(row['post'] ?? '', postNames, postSchema.options), ...given(row, ['unit', 'title', 'from', 'to']) }));
    const isRemoved = state === 'removed';
    const person = { ...given(first, ['id', 'name']), ...(isRemoved || state === '' ? {} : { state }), posts: isRemoved ? [] : posts };
    return { ...checked(personInputSchema, person, { line, columns: personColumns, pointer }), isRemoved };
  });
}

/** @throws Problem `routing.sheet-cell`, which names line and column */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, { line, columns, pointer }: { line: number; columns: Columns; pointer: string }): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
  const column = path.toReversed().map((part) => columns[part]).find((title) => title !== undefined) ?? Object.values(columns)[0] ?? '';
  throw problem('routing.sheet-cell', { parameters: { line, column }, errors: [{ pointer, code: 'invalid_value' }] });
}

/** What stands in a cell, by its name or as it is. */
export const codeOf = (cell: string, names: Readonly<Record<string, string>>, codes: readonly string[]): string =>
  codes.find((code) => code === cell || names[code] === cell) ?? cell;

/** Cells that are filled. */
export const given = (row: Row, columns: readonly string[] = Object.keys(row)): Row => Object.fromEntries(columns.flatMap((name) => (row[name] ? [[name, row[name]]] : [])));
