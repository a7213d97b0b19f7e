import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { calendarChanged, EventData } from '@wenzheng/contracts';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { Editions, shippedNotices, type LoadedNotice, type WorkingCalendar } from '@wenzheng/working-days';

type Queries = Pick<EntityManager, 'query'>;

const lookEveryMs = 1_000;

/**
 * The working calendar of deadline-supervision, which knows the notices 放假安排通知 of the State Council: those that ship, and those that were loaded there.
 * Guarantee: in whatever order and however often notices are told, all replicas come to the same calendar. Limit: one that has not handled the notice
 * itself has it a second later.
 */
@Injectable()
export class Calendars implements OnModuleInit, OnApplicationShutdown {
  private known = new Editions(shippedNotices);
  private readonly loop = new Loop({
    everyMs: lookEveryMs,
    round: () => this.refresh(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'the calendar was not read; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.loop.start(lookEveryMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** In force now. */
  get current(): WorkingCalendar {
    return this.known.current;
  }

  /** All that ever were in force, as they are known now; immutable. */
  get editions(): Editions {
    return this.known;
  }

  /** Keeps what was loaded, in the caller's transaction. */
  async receive(manager: EntityManager, notices: readonly EventData<typeof calendarChanged>[]): Promise<void> {
    const rows = notices.map(({ revision, year, name, number, papers, days, calendarVersion }) => ({ revision, year, name, number, papers, days, calendar_version: calendarVersion }));
    await manager.query('INSERT INTO calendar_notice SELECT * FROM jsonb_populate_recordset(NULL::calendar_notice, $1::jsonb) ORDER BY revision ON CONFLICT DO NOTHING', [
      JSON.stringify(rows),
    ]);
  }

  /** Reads what this replica or another has kept. */
  private async refresh(): Promise<void> {
    const [row] = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM calendar_notice');
    if (row?.count !== this.known.notices.length - shippedNotices.length) this.known = new Editions(await read(this.dataSource));
  }
}

const read = async (queries: Queries): Promise<LoadedNotice[]> => [
  ...shippedNotices,
  ...(await queries.query<LoadedNotice[]>('SELECT revision, year, name, number, papers, days, false AS shipped, calendar_version AS "calendarVersion" FROM calendar_notice ORDER BY revision')),
];
