import { Inject, Injectable } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { businessDateOf, type Clock, type WorkingCalendar } from '@wenzheng/working-days';
import { CALENDAR } from '../calendar.js';
import { CLOCK } from '../clock.js';
import { PUBLICATION_CONFIG, type PublicationConfig } from '../config.js';
import { lenientFilterSchema, type MessageFilter } from '../messages/filter.rules.js';
import { MessageReader } from '../messages/message.reader.js';
import { present, summarise, type MessageRow, type MessageView, type Reading } from '../messages/message-view.rules.js';
import { boardPage, boardPath } from '../pages/board.view.js';
import { homePage } from '../pages/home.view.js';
import { deadlinePage, messagePage } from '../pages/message.view.js';
import { FreshPages } from './fresh-pages.js';
import { PageCache } from './page-cache.js';
import { rendered, type Rendered } from './respond.js';
import type { Site } from '../pages/shell.js';

type PageName = 'message' | 'deadline' | 'json';

/** Which page shows what. A message's page is kept by its revision and the business date, on which its sentence depends. */
@Injectable()
export class PortalService {
  readonly site: Site;
  private readonly cache: PageCache;
  private readonly fresh: FreshPages;

  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(PUBLICATION_CONFIG) private readonly config: PublicationConfig,
  ) {
    this.cache = new PageCache(config.PAGE_CACHE);
    this.fresh = new FreshPages(config.PAGE_CACHE);
    this.site = siteOf(config);
  }

  get today(): string {
    return businessDateOf(this.clock.now());
  }

  home(): Promise<Rendered | null> {
    return this.fresh.get(`home ${this.today}`, () => this.renderHome());
  }

  board(query: unknown): Promise<Rendered | null> {
    const { page, ...filter } = lenientFilterSchema.parse(query);
    return this.fresh.get(`board ${this.today} ${boardPath(filter, page)}`, () => this.renderBoard(filter, page));
  }

  private async renderHome(): Promise<Rendered> {
    const reading = this.reading();
    const today = businessDateOf(reading.now);
    const from = `${today.slice(0, 8)}01`;
    const [answered, overdue, figures] = await Promise.all([
      this.reader.newestAnswered(5),
      this.reader.longestOverdue(5, today),
      this.reader.figures(from, today),
    ]);
    return rendered(
      homePage({
        site: this.site,
        answered: answered.map((row) => summarise(row, reading)),
        overdue: overdue.map((row) => summarise(row, reading)),
        month: { ...figures, from, asOf: today },
      }),
    );
  }

  private async renderBoard(filter: MessageFilter, page: number): Promise<Rendered> {
    const reading = this.reading();
    const [{ rows, ...counted }, units] = await Promise.all([
      this.reader.page(filter, page, businessDateOf(reading.now)),
      this.reader.units(),
    ]);
    const messages = rows.map((row) => summarise(row, reading));
    return rendered(boardPage({ site: this.site, filter, page, ...counted, messages, units }));
  }

  /** Null if there is no such message. */
  message(number: string): Promise<Rendered | null> {
    return this.publicPage('message', number, (message) => messagePage({ site: this.site, message, calendar: this.calendar }));
  }

  deadline(number: string): Promise<Rendered | null> {
    return this.publicPage('deadline', number, (message) => deadlinePage({ site: this.site, message, calendar: this.calendar }));
  }

  publicPage(name: PageName, number: string, render: (message: MessageView) => string): Promise<Rendered | null> {
    return this.fresh.get(`${name} ${this.today} ${number}`, () => this.find(name, number, render));
  }

  private async find(name: PageName, number: string, render: (message: MessageView) => string): Promise<Rendered | null> {
    if (number.length > 40 || !isStorableText(number)) return null;
    const row = await this.reader.byNumber(number);
    if (!row) return null;
    const reading = this.reading();
    const key = [name, row.messageId, row.revision, row.updatedAt.getTime(), row.unitSequence, businessDateOf(reading.now)].join(' ');
    return this.cache.get(key) ?? this.cache.keep(key, render(await this.view(row, reading)));
  }

  reading(): Reading {
    return { now: this.clock.now(), calendar: this.calendar, inspectionBureau: this.config.INSPECTION_BUREAU_NAME };
  }

  private async view(row: MessageRow, reading: Reading): Promise<MessageView> {
    return present(row, await this.reader.details(row.messageId), reading);
  }
}

export const siteOf = (config: PublicationConfig): Site => ({
  cityName: config.CITY_NAME,
  submitPath: config.SUBMIT_PATH,
  organiser: config.ORGANISER,
  contact: config.CONTACT,
  siteCode: config.SITE_CODE,
  icpRecord: config.ICP_RECORD,
  policeRecord: config.POLICE_RECORD,
});
