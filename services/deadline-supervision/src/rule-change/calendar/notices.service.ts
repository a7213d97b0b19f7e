import { Inject, Injectable } from '@nestjs/common';
import { type Made, audit, DATA_SOURCE, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock, WorkingCalendar } from '@wenzheng/working-days';
import { once } from '../../once.js';
import type { RuleVersions } from '../../deadline/transition.rules.js';
import { Previews, type Preview } from '../recalculation/previews.js';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import type { CalendarNoticeEntity } from '../../rulebook/calendar/notice.entity.js';
import { announceNotices } from '../../rulebook/calendar/notice-announcements.js';
import { faultOf, noticeOf, type NewNotice } from '../../rulebook/calendar/notice.rules.js';

export interface ListedNotice extends Omit<CalendarNoticeEntity, 'calendarVersion'> {
  calendarVersion: string;
}

const selectNotice = `
  SELECT revision, year, name, number, papers, days, shipped, loaded_at AS "loadedAt", calendar_version AS "calendarVersion" FROM calendar_notice`;

/** The State Council's notices: those that ship, and those that are loaded afterwards. */
@Injectable()
export class Notices {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Previews) private readonly previews: Previews,
  ) {}

  async list({ after = 0, limit, year }: { after?: number | undefined; limit: number; year?: number | undefined }): Promise<Page<ListedNotice>> {
    const found = await this.dataSource.query<ListedNotice[]>(
      `${selectNotice} WHERE revision > $1 AND ($2::int IS NULL OR year = $2) ORDER BY revision LIMIT $3`,
      [after, year ?? null, limit + 1],
    );
    return pageFrom(found, limit, ({ revision }) => String(revision));
  }

  /** Every open deadline that the notice would move. */
  async preview(notice: NewNotice, page: { after?: string | undefined; limit: number }): Promise<Preview> {
    await this.rulebook.refresh();
    return this.previews.page({ versions: this.versionsWith(notice) }, this.clock.now(), page);
  }

  /**
   * From its commit on no replica computes without it; open deadlines follow in batches. With `preview` it is loaded only if exactly
   * those deadlines move. The same once more changes nothing.
   */
  async load(notice: NewNotice, preview: string | undefined, by: Caller, idempotencyKey: string | null): Promise<{ notice: ListedNotice; isRepeat: boolean }> {
    await this.rulebook.refresh();
    const request = { caller: by.subject, kind: 'calendar-notice', details: { ...notice, preview }, idempotencyKey };
    const loaded = await this.dataSource.transaction(async (manager) => {
      const make = async (): Promise<Made> => {
        // Before anybody has to wait for it.
        if (preview && !(await this.previews.confirm(manager, { versions: this.versionsWith(notice) }, preview))) throw problem('deadline-supervision.preview-outdated');
        await this.rulebook.change(manager);
        await this.rulebook.refresh(manager);
        return this.insert(manager, notice, by);
      };
      const { id, isRepeat } = await once(manager, request, this.clock.now(), { make, stands: (revision) => isLatest(manager, revision) });
      const [row] = await manager.query<ListedNotice[]>(`${selectNotice} WHERE revision = $1`, [id]);
      if (!row) throw new Error('a notice that was just loaded');
      return { notice: row, isRepeat };
    });
    await this.rulebook.refresh();
    return loaded;
  }

  private async insert(manager: EntityManager, notice: NewNotice, by: Caller): Promise<Made> {
    const calendar = this.calendarWith(notice);
    const { calendars } = this.rulebook;
    const { year, name, number } = notice;
    if (calendar.version === calendars.current.version) return { id: await latestOf(manager, year), isRepeat: true };
    const revision = calendars.revision + 1;
    const { papers = [], days = [] } = calendar.notices.find((known) => known.year === year) ?? {};
    const now = this.clock.now();
    await manager.query(
      `INSERT INTO calendar_notice (revision, year, name, number, papers, days, shipped, loaded_at, calendar_version) VALUES ($1, $2, $3, $4, $5, $6, false, $7, $8)`,
      [revision, year, name, number, JSON.stringify(papers), JSON.stringify(days), now, calendar.version],
    );
    await announceNotices(manager);
    await audit(manager, { by, at: now, did: 'calendar-notice.loaded', about: number, details: { year, name, papers, calendarVersion: calendar.version } });
    return { id: String(revision), isRepeat: false };
  }

  private versionsWith(notice: NewNotice): RuleVersions {
    const { rulebook } = this;
    return {
      calendar: this.calendarWith(notice),
      calendarOf: (version) => rulebook.calendarOf(version),
      policyOf: (channel, version) => rulebook.policyOf(channel, version),
      policyOn: (channel, date) => rulebook.policyOn(channel, date),
    };
  }

  private calendarWith(notice: NewNotice): WorkingCalendar {
    const { calendar } = this.rulebook;
    const fault = faultOf(notice, calendar);
    if (fault) throw problem(fault);
    return calendar.with(noticeOf(notice, calendar));
  }
}

/** The notice of a year that holds. */
async function latestOf(manager: EntityManager, year: number): Promise<string> {
  const [row] = await manager.query<{ revision: number }[]>('SELECT max(revision) AS revision FROM calendar_notice WHERE year = $1', [year]);
  return String(row?.revision);
}

async function isLatest(manager: EntityManager, revision: string): Promise<boolean> {
  return (await manager.query<unknown[]>('SELECT FROM calendar_notice WHERE revision > $1 LIMIT 1', [revision])).length === 0;
}
