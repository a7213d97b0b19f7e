import { noticeTitle, type Notice } from './notices/notice.js';
import { stateCouncilCalendar, stateCouncilNotices } from './state-council-calendar.js';
import { WorkingCalendar } from './working-calendar.js';

/** A notice in the order in which it was loaded, and the version of the calendar that it completed. */
export interface LoadedNotice extends Notice {
  readonly revision: number;
  readonly name: string;
  readonly number: string | null;
  /** It came with a release. */
  readonly shipped: boolean;
  readonly calendarVersion: string;
}

/** Those that ship, before all that are loaded. */
export const shippedNotices: readonly LoadedNotice[] = stateCouncilNotices.map((notice) => ({
  ...notice, revision: 0, name: noticeTitle(notice.year), number: null, shipped: true, calendarVersion: stateCouncilCalendar.version,
}));

export interface PaperTitle {
  year: number;
  address: string;
  number: string | null;
  zh: string;
  en: string;
}

/** Every calendar that ever was in force, by its version; immutable, a notice makes a new one. */
export class Editions {
  readonly notices: readonly LoadedNotice[];
  readonly revision: number;
  readonly current: WorkingCalendar;
  readonly #calendars = new Map<string, WorkingCalendar>();
  readonly #papers = new Map<string, PaperTitle>();

  /** Throws RangeError without a notice. */
  constructor(notices: readonly LoadedNotice[]) {
    this.notices = notices;
    const byYear = new Map<number, Notice>();
    for (const [index, notice] of notices.entries()) {
      byYear.set(notice.year, { year: notice.year, papers: notice.papers, days: notice.days });
      for (const address of notice.papers) if (!this.#papers.has(address)) this.#papers.set(address, titleOf(notice, address));
      const isLastOfVersion = notices[index + 1]?.calendarVersion !== notice.calendarVersion;
      if (isLastOfVersion) this.#calendars.set(notice.calendarVersion, WorkingCalendar.from(byYear.values()));
    }
    const last = notices.at(-1);
    const current = last && this.#calendars.get(last.calendarVersion);
    if (!last || !current) throw new RangeError('a calendar needs at least one notice');
    this.revision = last.revision;
    this.current = current;
  }

  /** The calendar of a version; the current one for none, or one that nobody knows. */
  of(version: string | null): WorkingCalendar {
    return (version === null ? undefined : this.#calendars.get(version)) ?? this.current;
  }

  /** What a paper of the State Council is called, by its address. */
  titleOf(address: string): PaperTitle | undefined {
    return this.#papers.get(address);
  }
}

function titleOf({ year, name, number }: LoadedNotice, address: string): PaperTitle {
  const english = noticeTitle(year, 'en');
  return {
    year,
    address,
    number,
    zh: number === null ? name : `${name}（${number}）`,
    en: number === null ? english : `${english} (${number})`,
  };
}
