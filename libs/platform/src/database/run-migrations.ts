import { describeError } from '../problem/failure.js';
import { migrate, type MigrationClass } from './database.js';
import { requireOwner, type Evidence } from './privileges.js';

/** The whole of a service's `migrate.ts`: brings its schema up to date with `DATABASE_URL`, its owner's; a second run changes nothing. Says what it did, and fails the process where it failed. */
export async function runMigrations(service: string, { migrations, evidence }: { migrations: MigrationClass[]; evidence: Evidence }): Promise<void> {
  try {
    const url = process.env['DATABASE_URL'];
    if (!url) throw new Error('DATABASE_URL is not set');
    requireOwner(url);
    const done = await migrate({ url, service, migrations, evidence });
    console.log(done.length > 0 ? `${service}: ran ${done.join(', ')}` : `${service}: the schema is up to date`);
  } catch (error) {
    const { name, code, message } = describeError(error);
    console.error(`${service}: migration failed: ${[code, message ?? name].filter(Boolean).join(' ')}`);
    process.exitCode = 1;
  }
}
