import { sqlMigration } from '@wenzheng/platform';

/** What ships is written at the start. */
export const createCalendarNotices = sqlMigration(
  'CreateCalendarNotices1764300000003',
  `
  CREATE TABLE calendar_notice (
    revision integer PRIMARY KEY,
    year integer NOT NULL,
    name text NOT NULL,
    number text,
    papers jsonb NOT NULL,
    days jsonb NOT NULL,
    shipped boolean NOT NULL,
    loaded_at timestamptz,
    calendar_version text NOT NULL
  );
  `,
);

/** Up to which revision the other services were told. */
export const createCalendarAnnouncement = sqlMigration(
  'CreateCalendarAnnouncement1796000000003',
  `
  CREATE TABLE calendar_announcement (single boolean PRIMARY KEY DEFAULT true CHECK (single), revision integer NOT NULL DEFAULT 0);
  INSERT INTO calendar_announcement DEFAULT VALUES;
  `,
);
