import { runMigrations } from '@wenzheng/platform';
import { evidence, migrations } from './migrations.js';

await runMigrations('console', { migrations, evidence });
