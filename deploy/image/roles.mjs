// The deploy step of the database: each service's role, password and schema. A second run changes nothing but passwords.
// PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE: an administrator, in the platform's database.
// DATABASE_URL_<SERVICE>: what that service will connect with; its user and password are what is made here, so that a
// secret is written down once.
import { readFile } from 'node:fs/promises';
import { services } from '@wenzheng/contracts';
import pg from 'pg';

const sql = await readFile(new URL('database-roles.sql', import.meta.url), 'utf8');
const admin = new pg.Client({ connectionTimeoutMillis: 10_000 });
await admin.connect();
try {
  const { rows: [{ database }] } = await admin.query('SELECT current_database() AS database');
  for (const service of services) {
    const name = `DATABASE_URL_${service.toUpperCase().replaceAll('-', '_')}`;
    const schema = service.replaceAll('-', '_');
    const url = new URL(required(name));
    const [role, password] = [url.username, url.password].map(decodeURIComponent);
    if (role !== `wenzheng_${schema}`) throw new Error(`${name}: its user must be wenzheng_${schema}`);
    if (password.length < 16) throw new Error(`${name}: its password has fewer than 16 characters`);
    if (decodeURIComponent(url.pathname.slice(1)) !== database) throw new Error(`${name}: its database must be ${database}, the administrator's`);
    await admin.query(
      `SELECT set_config('wenzheng.role', $1, false), set_config('wenzheng.schema', $2, false), set_config('wenzheng.password', $3, false)`,
      [role, schema, password],
    );
    await admin.query(sql);
    console.log(`roles: ${role} owns schema ${schema}`);
  }
} finally {
  await admin.end();
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
