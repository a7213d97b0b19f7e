import { runMigrations } from '@wenzheng/platform';
import { evidence, intakeMigrations as migrations } from './migrations.js';

await runMigrations('intake', { migrations, evidence });
