import { runMigrations } from '@wenzheng/platform';
import { evidence, migrations } from './migrations.js';

await runMigrations('deadline-supervision', { migrations, evidence });
