import { migrate } from '@wenzheng/platform';
import { migrations } from './migrations.js';

const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL: is required');
  process.exit(1);
}
try {
  const done = await migrate({ url, service: 'routing', migrations });
  console.log(done.length === 0 ? 'routing: schema is up to date' : `routing: ${done.join(', ')}`);
} catch (error) {
  console.error(`routing: migration failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
