// An upgrade meets tables that are full: what the former release wrote is there afterwards, and guarded as in a city that begins with this release.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@wenzheng/contracts';
import type { Client } from 'pg';
import { DatabaseServer, schemaOf, type Schema } from './databases.js';

/** The last migration that the former release had; what its tables are called now, where that is another name, and null what is gone; and what must be worked off before an upgrade. */
const formerly: { service: ServiceName; last: string; now?: Record<string, string | null>; emptyFirst?: string[] }[] = [
  { service: 'intake', last: 'CountLikes1764300000001' },
  { service: 'routing', last: 'createUrgingOrders1764600000000' },
  { service: 'publication', last: 'leaveRoom1764300000000', now: { search_terms: null } },
  { service: 'deadline-supervision', last: 'AddWorkingHours1764600000015', now: { clock: 'deadline', clock_event: 'deadline_fact', policy_move: 'recalculation', hot_queue: null }, emptyFirst: ['hot_queue'] },
];
const rows = 200;

let server: DatabaseServer;
beforeAll(async () => {
  server = await DatabaseServer.start();
}, 120_000);
afterAll(() => server?.stop(), 60_000);

describe.each(formerly)('an upgrade of $service', ({ service, last, now = {}, emptyFirst = [] }) => {
  it('keeps every row, and ends with the columns, constraints, indexes, triggers and privileges of a new city', async () => {
    const [old, fresh, schema] = [await server.city(`old_${service}`), await server.city(`new_${service}`), await schemaOf(service)];
    await old.migrate(service, until(schema, last));
    const before = await old.asOwner(service, async (client) => {
      for (const table of await tablesOf(client)) if (!emptyFirst.includes(table)) await fill(client, table);
      return countsOf(client);
    });
    // Those of a single row, and what a trigger keeps, are as full as they get.
    expect(Object.keys(before).filter((table) => before[table] === 0)).toEqual(emptyFirst);
    expect(Object.values(before).filter((count) => count >= rows).length).toBeGreaterThan(Object.keys(before).length / 2);

    expect(await old.migrate(service, schema)).not.toEqual([]);
    expect(await old.migrate(service, schema)).toEqual([]);
    const after = await old.asOwner(service, countsOf);
    for (const [table, count] of Object.entries(before)) {
      const name = table in now ? now[table] : table;
      if (name) expect([name, after[name]]).toEqual([name, count]);
    }

    await fresh.migrate(service, schema);
    expect(await old.asOwner(service, shapeOf)).toEqual(await fresh.asOwner(service, shapeOf));
  }, 180_000);
});

function until({ migrations }: Schema, last: string): Schema {
  const timeOf = (name: string) => Number(name.slice(-13));
  const nameOf = (migration: Schema['migrations'][number]) => new migration().name ?? '';
  expect(migrations.map(nameOf)).toContain(last);
  return { migrations: migrations.filter((migration) => timeOf(nameOf(migration)) <= timeOf(last)), evidence: {} };
}

async function tablesOf(client: Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migration' ORDER BY 1`,
  );
  return found.rows.map(({ name }) => name);
}

async function countsOf(client: Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(client)) counts[table] = (await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM "${table}"`)).rows[0]!.count;
  return counts;
}

/** SQL of the n-th value of a column: what its type and its checks allow, and NULL here and there where that may be. */
function valueOf({ type, allowed, nullable }: { type: string; allowed: string[]; nullable: boolean }): string {
  const values: Record<string, string> = {
    uuid: `('0197f2a0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`,
    text: allowed.length > 0 ? `(ARRAY[${allowed.join(', ')}])[1 + n % ${allowed.length}]` : `'text ' || n`,
    boolean: allowed.length > 0 ? 'true' : 'n % 2 = 0',
    date: `DATE '2026-01-01' + n`,
    'timestamp with time zone': `TIMESTAMPTZ '2026-01-01 09:00+08' + make_interval(days => n)`,
    bytea: `decode(lpad(to_hex(n), 8, '0'), 'hex')`,
    json: `json_build_object('n', n)`,
    jsonb: `jsonb_build_object('n', n)`,
    integer: 'n', bigint: 'n', smallint: 'n',
  };
  const value = type.endsWith('[]') ? `'{}'::${type}` : values[type];
  if (value === undefined) throw new Error(`nothing is known of the type ${type}`);
  return nullable ? `CASE WHEN n % 3 > 0 THEN ${value} END` : value;
}

async function fill(client: Client, table: string): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; type: string; nullable: boolean; checks: string | null }>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type, NOT attnotnull AS nullable,
       (SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint WHERE conrelid = attrelid AND contype = 'c' AND conkey = ARRAY[attnum]) AS checks
     FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = '' AND coalesce(pg_get_expr(adbin, adrelid), '') NOT LIKE 'nextval%'`,
    [table],
  );
  const values = columns.map(({ type, nullable, checks }) => valueOf({ type, nullable, allowed: checks === null ? [] : (checks.match(/'[^']*'::text/g) ?? [checks]) }));
  await client.query(`INSERT INTO "${table}" (${columns.map(({ name }) => name).join(', ')}) SELECT ${values.join(', ')} FROM generate_series(1, ${rows}) AS n ON CONFLICT DO NOTHING`);
}

/** Every line by which a table is what it is. */
async function shapeOf(client: Client): Promise<string[]> {
  const { rows: lines } = await client.query<{ line: string }>(
    `WITH own AS (SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'S'))
     SELECT concat_ws(' ', relname, relkind, reloptions, relacl) AS line FROM own
     UNION ALL SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, attacl, pg_get_expr(adbin, adrelid))
       FROM own JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 AND NOT attisdropped LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     UNION ALL SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(pg_constraint.oid), convalidated) FROM own JOIN pg_constraint ON conrelid = own.oid
     UNION ALL SELECT concat_ws(' ', relname, pg_get_indexdef(indexrelid), indisvalid) FROM own JOIN pg_index ON indrelid = own.oid
     UNION ALL SELECT concat_ws(' ', relname, pg_get_triggerdef(pg_trigger.oid), tgenabled) FROM own JOIN pg_trigger ON tgrelid = own.oid AND NOT tgisinternal
     UNION ALL SELECT concat_ws(' ', proname, prosecdef, proacl, proconfig, md5(prosrc)) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
     ORDER BY 1`,
  );
  return lines.map(({ line }) => line);
}
