import { runMigrations } from '@wenzheng/platform';
import { migrations } from './migrations.js';

await runMigrations('deadline-supervision', migrations);
