// Brings intake's schema up to date with DATABASE_URL; a second run changes nothing.
import { describeError, migrate } from '@wenzheng/platform';
import { intakeMigrations } from './migrations.js';

try {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  const done = await migrate({ url, service: 'intake', migrations: intakeMigrations });
  console.log(done.length > 0 ? `intake: ran ${done.join(', ')}` : 'intake: the schema is up to date');
} catch (error) {
  const { message, name, code } = describeError(error);
  console.error(`intake: migration failed: ${message ?? code ?? name}`);
  process.exitCode = 1;
}
