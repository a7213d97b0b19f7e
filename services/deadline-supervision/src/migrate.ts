import { describeError, migrate } from '@wenzheng/platform';
import { migrations } from './migrations.js';

const url = process.env['DATABASE_URL'];
try {
  if (!url) throw new Error('DATABASE_URL: is missing');
  const done = await migrate({ url, service: 'deadline-supervision', migrations });
  console.log(done.length > 0 ? `deadline-supervision: migrated ${done.join(', ')}` : 'deadline-supervision: nothing to migrate');
} catch (error) {
  const { name, code, message } = describeError(error);
  console.error(`deadline-supervision: migration failed: ${[name, code, message].filter(Boolean).join(' ')}`);
  process.exitCode = 1;
}
