import { calendarChanged, createEvent } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { LoadedNotice } from '@wenzheng/working-days';

type LoadedLater = Omit<LoadedNotice, 'number' | 'shipped'> & { number: string; loadedAt: Date };

/**
 * Tells the others of every notice that was loaded and of which they have not been told: of one that is loaded now, and at the start of those
 * that were loaded when nobody kept them. What ships they have themselves. The caller holds the rulebook's lock.
 */
export async function announceNotices(manager: EntityManager): Promise<void> {
  const notices = await manager.query<LoadedLater[]>(
    `SELECT revision, year, name, number, papers, days, calendar_version AS "calendarVersion", loaded_at AS "loadedAt" FROM calendar_notice
     WHERE revision > (SELECT revision FROM calendar_announcement) AND NOT shipped ORDER BY revision`,
  );
  const events = notices.map(({ loadedAt, papers, days, ...notice }) =>
    createEvent(calendarChanged, {
      subject: 'calendar',
      sequence: notice.revision,
      time: loadedAt,
      data: { ...notice, papers: [...papers], days: [...days], changedAt: loadedAt.toISOString() },
    }),
  );
  await appendToOutbox(manager, events);
  await manager.query('UPDATE calendar_announcement SET revision = (SELECT max(revision) FROM calendar_notice)');
}
