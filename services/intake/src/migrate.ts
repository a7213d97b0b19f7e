import { runMigrations } from '@wenzheng/platform';
import { intakeMigrations } from './migrations.js';

await runMigrations('intake', intakeMigrations);
