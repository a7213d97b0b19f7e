import { sqlMigration, type MigrationClass } from '@wenzheng/platform';

/** For a service that follows the calendar. deadline-supervision, whose calendar it is, has a table of its own. */
export const calendarMigrations: MigrationClass[] = [
  sqlMigration(
    'createCalendarNotice1765600000001',
    `CREATE TABLE calendar_notice (
       revision integer PRIMARY KEY,
       year integer NOT NULL,
       name text NOT NULL,
       number text NOT NULL,
       papers jsonb NOT NULL,
       days jsonb NOT NULL,
       calendar_version text NOT NULL
     );`,
  ),
];
