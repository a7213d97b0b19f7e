// Whoever breaks into a service has its database role. What the service has written down about itself stands against it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices, services } from '@wenzheng/contracts';
import type { Client } from 'pg';
import { DatabaseServer, schemaOf, type CityDatabase, type Schema } from './databases.js';

let server: DatabaseServer;
let city: CityDatabase;
beforeAll(async () => {
  server = await DatabaseServer.start();
  city = await server.city('evidence');
}, 120_000);
afterAll(() => server?.stop(), 60_000);

const refused = { code: '42501' };
const columnsOf = async (client: Client, table: string) =>
  (await client.query<{ name: string }>(`SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = '' ORDER BY attnum`, [table])).rows.map(({ name }) => name);

describe.each(deployedServices)('what %s runs as', (service) => {
  let schema: Schema;
  beforeAll(async () => {
    schema = await schemaOf(service);
    await city.migrate(service, schema);
  }, 120_000);

  it('is no owner of anything, may do with every table that is no evidence what a service does, and can grant itself nothing', () =>
    city.asRunner(service, async (client) => {
      expect((await client.query(`SELECT relname FROM pg_class WHERE relowner = current_user::regrole`)).rows).toEqual([]);
      const { rows } = await client.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migration'`,
      );
      expect(rows).not.toEqual([]);
      for (const { name } of rows.filter((row) => !(row.name in schema.evidence))) await client.query(`DELETE FROM "${name}" WHERE false`);
      for (const statement of ['DELETE FROM migration', 'UPDATE migration SET name = name', `SET ROLE wenzheng_${service.replaceAll('-', '_')}_owner`, 'SET session_replication_role = replica', 'CREATE TABLE mine (id int)']) {
        await expect(client.query(statement)).rejects.toMatchObject(refused);
      }
    }));

  it('sees no other’s schema', () =>
    city.asRunner(service, async (client) => {
      const { rows } = await client.query<{ name: string }>(`SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1) AND has_schema_privilege(oid, 'USAGE')`, [deployedServices.map((one) => one.replaceAll('-', '_'))]);
      expect(rows).toEqual([{ name: service.replaceAll('-', '_') }]);
    }));
});

// The console keeps no evidence: what is done through it, the services write down.
describe.each(services)('what %s has written down', (service) => {
  let schema: Schema;
  beforeAll(async () => {
    schema = await schemaOf(service);
    await city.migrate(service, schema);
  }, 120_000);

  it('is evidence that it adds to and reads; it can neither remove a row nor change what it says', () =>
    city.asRunner(service, async (client) => {
      expect(Object.keys(schema.evidence).length).toBeGreaterThan(2);
      for (const [table, open] of Object.entries(schema.evidence)) {
        await client.query(`SELECT * FROM "${table}"`);
        await client.query(`INSERT INTO "${table}" SELECT * FROM "${table}" WHERE false`).catch((error: { code?: string }) => expect(error.code).toBe('428C9'));
        for (const statement of [`DELETE FROM "${table}"`, `TRUNCATE "${table}"`, `DROP TABLE "${table}"`, `ALTER TABLE "${table}" DISABLE TRIGGER ALL`, `CREATE RULE lost AS ON INSERT TO "${table}" DO INSTEAD NOTHING`]) {
          await expect(client.query(statement)).rejects.toMatchObject(refused);
        }
        for (const column of await columnsOf(client, table)) {
          const change = client.query(`UPDATE "${table}" SET "${column}" = "${column}" WHERE false`);
          if (open.includes(column)) await change;
          else await expect(change).rejects.toMatchObject(refused);
        }
      }
    }));

  it('is reached by no name of a partition, old or new', () =>
    city.asRunner(service, async (client) => {
      await client.query(`SELECT make_partition('outbox', 'created_on', 'outbox_20990101', '2099-01-01', '2099-01-02')`);
      const { rows: partitions } = await client.query<{ name: string; whole: string }>(
        `SELECT inhrelid::regclass::text AS name, inhparent::regclass::text AS whole FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid AND relkind = 'r'`,
      );
      expect(partitions.map(({ name }) => name)).toEqual(expect.arrayContaining(['outbox_default', 'outbox_20990101']));
      for (const { name, whole } of partitions) {
        for (const statement of [`DELETE FROM ${name}`, `TRUNCATE ${name}`, `DROP TABLE ${name}`, `ALTER TABLE ${whole} DETACH PARTITION ${name}`]) await expect(client.query(statement)).rejects.toMatchObject(refused);
      }
      await client.query(`SELECT drop_outbox_day('outbox_20990101')`);
      expect((await client.query(`SELECT FROM pg_class WHERE relname = 'outbox_20990101'`)).rowCount).toBe(0);
    }));
});
