import { noticeTitle, WorkingCalendar, type Notice, type NoticeDay } from '@wenzheng/working-days';

/** A notice in the order in which it was loaded. */
export interface LoadedNotice {
  revision: number;
  year: number;
  name: string;
  number: string | null;
  papers: readonly string[];
  days: readonly NoticeDay[];
  shipped: boolean;
  calendarVersion: string;
}

export interface PaperTitle {
  year: number;
  address: string;
  number: string | null;
  zh: string;
  en: string;
}

/** Every calendar that ever was in force, by its version; immutable, a notice makes a new one. */
export class Editions {
  readonly revision: number;
  readonly current: WorkingCalendar;
  readonly #calendars = new Map<string, WorkingCalendar>();
  readonly #papers = new Map<string, PaperTitle>();

  /** Throws RangeError without a notice. */
  constructor(readonly notices: readonly LoadedNotice[]) {
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

  /** The calendar of a version; the current one for a version that nobody knows. */
  of(version: string): WorkingCalendar {
    return this.#calendars.get(version) ?? this.current;
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
