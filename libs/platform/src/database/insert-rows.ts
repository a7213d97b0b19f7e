import pg from 'pg';
import type { EntityMetadata } from 'typeorm';
import { joinedJson, jsonTexts, planned, type EntityManager } from './database.js';

/** A row by its entity's property names. An instant may be its ISO text, and what is missing in all rows gets the column's default. */
export type NewRow<Row> = { readonly [Name in keyof Row]?: (Row[Name] extends readonly (infer Item)[] ? readonly Item[] : Row[Name]) | (Date extends Row[Name] ? string : never) };

type ColumnMetadata = EntityMetadata['columns'][number];
type Names<Row> = readonly (keyof Row & string)[];

export interface InsertOptions<Row> {
  /** What is unique and may be there already: the primary key, unless told. */
  by?: Names<Row>;
  /**
   * `ignore` leaves what is there, whichever key it has in common. Otherwise these columns are taken over from the new row; `all` are those inserted, but
   * for the key. Without either a conflict fails.
   */
  onConflict?: 'ignore' | { update: 'all' | Names<Row>; /** SQL: only then, as `excluded.sequence > review.sequence`. */ where?: string };
}

/**
 * Inserts rows in one statement that is planned once, an array for each column. `rows` have the same properties, no two the same key where
 * `onConflict` updates, and come in the order in which they shall be locked.
 * @returns the rows that were inserted or updated, by their primary keys
 */
export async function insertRows<Row extends object>(
  manager: Pick<EntityManager, 'query' | 'connection'>,
  entity: new () => Row,
  rows: readonly NewRow<Row>[],
  options: InsertOptions<Row> = {},
): Promise<Partial<Row>[]> {
  const [first] = rows;
  if (!first) return [];
  const { sql, columns } = statementFor(manager.connection.getMetadata(entity), Object.keys(first), options);
  if (rows.some((row) => Object.keys(row).length !== columns.length)) throw new Error(`rows for ${entity.name} differ in their properties`);
  return manager.query<Partial<Row>[]>(sql, columns.map(({ name, encode }) => encode(rows.map((row) => row[name as keyof Row]))));
}

interface Statement {
  sql: string;
  columns: { name: string; encode: (values: readonly unknown[]) => unknown }[];
}

const statements = new WeakMap<EntityMetadata, Map<string, Statement>>();

function statementFor<Row>(metadata: EntityMetadata, properties: readonly string[], options: InsertOptions<Row>): Statement {
  const known = statements.get(metadata) ?? new Map<string, Statement>();
  statements.set(metadata, known);
  const key = JSON.stringify([properties, options]);
  const found = known.get(key) ?? statementOf(metadata, properties, options);
  known.set(key, found);
  return found;
}

function statementOf<Row>(metadata: EntityMetadata, properties: readonly string[], { by, onConflict }: InsertOptions<Row>): Statement {
  const columnOf = (property: string): ColumnMetadata => {
    const column = metadata.findColumnWithPropertyName(property);
    if (!column) throw new Error(`${metadata.name} has no column ${property}`);
    return column;
  };
  const inserted = properties.map((property) => carried(metadata, columnOf(property)));
  const keys = by?.map(columnOf) ?? metadata.primaryColumns;
  const names = inserted.map(({ quoted }) => quoted).join(', ');
  const sql = `INSERT INTO ${quote(metadata.tableName)} (${names})
    SELECT ${inserted.map(({ select }) => select).join(', ')} FROM unnest(${inserted.map(({ array }, index) => array(`$${index + 1}`)).join(', ')}) AS given (${names})
    ${conflictOf(onConflict, keys, properties.map(columnOf), columnOf)}
    RETURNING ${metadata.primaryColumns.map(({ databaseName, propertyName }) => `${quote(databaseName)} AS ${quote(propertyName)}`).join(', ')}`;
  return { sql: planned(sql), columns: inserted.map(({ encode }, index) => ({ name: properties[index] ?? '', encode })) };
}

function conflictOf<Row>(
  onConflict: InsertOptions<Row>['onConflict'],
  keys: readonly ColumnMetadata[],
  inserted: readonly ColumnMetadata[],
  columnOf: (property: string) => ColumnMetadata,
): string {
  if (!onConflict) return '';
  if (onConflict === 'ignore') return 'ON CONFLICT DO NOTHING';
  const { update, where } = onConflict;
  const updated = update === 'all' ? inserted.filter((column) => !keys.includes(column)) : update.map(columnOf);
  const set = updated.map(({ databaseName }) => `${quote(databaseName)} = excluded.${quote(databaseName)}`).join(', ');
  return `ON CONFLICT (${keys.map(({ databaseName }) => quote(databaseName)).join(', ')}) DO UPDATE SET ${set}${where ? ` WHERE ${where}` : ''}`;
}

interface CarriedColumn {
  quoted: string;
  /** SQL of the array that the parameter is. */
  array: (parameter: string) => string;
  /** SQL of one of its elements. */
  select: string;
  encode: (values: readonly unknown[]) => unknown;
}

/** An array of arrays would be taken apart, so each is carried as PostgreSQL writes it; of JSON documents see {@link joinedJson}. */
function carried(metadata: EntityMetadata, column: ColumnMetadata): CarriedColumn {
  const type = metadata.connection.driver.normalizeType(column);
  const quoted = quote(column.databaseName);
  if (column.isArray) {
    return { quoted, array: (parameter) => `${parameter}::text[]`, select: `${quoted}::${type}[]`, encode: (values) => values.map((value) => (Array.isArray(value) ? arrayText(value) : null)) };
  }
  if (type === 'json' || type === 'jsonb') {
    return { quoted, array: (parameter) => `${jsonTexts(parameter)}::${type}[]`, select: quoted, encode: (values) => joinedJson(values.map((value) => (isNone(value) ? '' : JSON.stringify(value)))) };
  }
  return { quoted, array: (parameter) => `${parameter}::${type}[]`, select: quoted, encode: (values) => values };
}

const arrayText = (items: readonly unknown[]): string => `{${items.map((item) => (isNone(item) ? 'NULL' : `"${textOf(item).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;

const textOf = (item: unknown): string => (item instanceof Date ? item.toISOString() : String(item));

const isNone = (value: unknown): boolean => value === null || value === undefined;

const quote = (name: string): string => pg.escapeIdentifier(name);
