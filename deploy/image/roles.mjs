// The deploy step of the database: each service's two roles, their passwords and its schema. A second run changes nothing but passwords.
// PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE: an administrator, in the platform's database.
// DATABASE_URL_<SERVICE> and OWNER_DATABASE_URL_<SERVICE>: what that service will connect with, and its migrations; their users and
// passwords are what is made here, so that a secret is written down once.
import { readFile } from 'node:fs/promises';
import { deployedServices } from '@wenzheng/contracts';
import pg from 'pg';

const sql = await readFile(new URL('database-roles.sql', import.meta.url), 'utf8');
const admin = new pg.Client({ connectionTimeoutMillis: 10_000 });
await admin.connect();
try {
  const { rows: [{ database }] } = await admin.query('SELECT current_database() AS database');
  for (const service of deployedServices) {
    const suffix = service.toUpperCase().replaceAll('-', '_');
    const schema = service.replaceAll('-', '_');
    const role = `wenzheng_${schema}`;
    const password = passwordIn(`DATABASE_URL_${suffix}`, role, database);
    const ownerPassword = passwordIn(`OWNER_DATABASE_URL_${suffix}`, `${role}_owner`, database);
    await admin.query(
      `SELECT set_config('wenzheng.role', $1, false), set_config('wenzheng.schema', $2, false), set_config('wenzheng.password', $3, false),
         set_config('wenzheng.owner_password', $4, false)`,
      [role, schema, password, ownerPassword],
    );
    await admin.query(sql);
    console.log(`roles: ${role} runs in schema ${schema}, ${role}_owner owns it`);
  }
} finally {
  await admin.end();
}

function passwordIn(name, role, database) {
  const url = new URL(required(name));
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  if (user !== role) throw new Error(`${name}: its user must be ${role}`);
  if (password.length < 16) throw new Error(`${name}: its password has fewer than 16 characters`);
  if (decodeURIComponent(url.pathname.slice(1)) !== database) throw new Error(`${name}: its database must be ${database}, the administrator's`);
  return password;
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
