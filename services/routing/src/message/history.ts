import type { z } from 'zod';

/** One kind of what happened to a message: how a line of it looks, and the SQL that makes the list for the message `$1`. */
export interface History<Line extends z.ZodType> {
  readonly line: Line;
  readonly sql: string;
}

export function history<Line extends z.ZodType>(line: Line, rows: { object: string; from: string; order: string }): History<Line> {
  return { line, sql: `coalesce((SELECT jsonb_agg(jsonb_build_object(${rows.object}) ORDER BY ${rows.order}) FROM ${rows.from}), '[]')` };
}

/** Instants leave Postgres as RFC 3339 in UTC. */
export const instantOf = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The unit as it was called at the time. */
export const unitOf = (table: string): string => `'unit', jsonb_build_object('code', ${table}.unit_code, 'name', ${table}.unit_name)`;
