import { Inject, Injectable } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { siteOf, type Site } from '@wenzheng/page-frame';
import { businessDateOf, type Clock, type Editions } from '@wenzheng/working-days';
import type { PublicationConfig } from '../config.js';
import { present, type MessageView, type Reading } from '../message/message-view.rules.js';
import { MessageReader } from '../message/message.reader.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { FreshPages } from './fresh-pages.js';
import { PageCache } from './page-cache.js';
import { rendered, type Rendered } from './respond.js';

/**
 * What pages are made with and kept by. A message's page is kept by its revision, the business date and the calendar, on which its sentence depends;
 * what shows many messages is made anew at most once a second.
 */
@Injectable()
export class PublishedPages {
  readonly site: Site;
  private readonly cache: PageCache;
  private readonly looks: FreshPages;

  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    const bytes = config.PAGE_CACHE_MIB * 2 ** 20;
    this.cache = new PageCache(Math.floor((bytes * 3) / 4));
    this.looks = new FreshPages(Math.floor(bytes / 4));
    this.site = siteOf(config);
  }

  get today(): string {
    return businessDateOf(this.clock.now());
  }

  reading(): Reading {
    return { now: this.clock.now(), calendars: this.calendars.editions, inspectionBureau: this.config.INSPECTION_BUREAU_NAME };
  }

  /** The page of an address, as it was at most a second ago. */
  fresh(address: string, render: () => Promise<string>): Promise<Rendered> {
    return this.looks.get(`${address} ${this.today}`, async () => rendered(await render()));
  }

  /** What is shown of one message, by the name of the page and the message's number; null if there is no such message. */
  ofMessage(page: string, number: string, render: (message: MessageView, calendars: Editions) => string): Promise<Rendered | null> {
    return this.looks.get(`${page} ${this.today} ${number}`, () => this.find(page, number, render));
  }

  private async find(page: string, number: string, render: (message: MessageView, calendars: Editions) => string): Promise<Rendered | null> {
    if (number.length > 40 || !isStorableText(number)) return null;
    const row = await this.reader.byNumber(number);
    if (!row) return null;
    const reading = this.reading();
    const key = [page, row.messageId, row.revision, row.linked, row.updatedAt.getTime(), row.unitSequence, businessDateOf(reading.now), reading.calendars.of(row.calendarVersion).version].join(' ');
    return this.cache.get(key) ?? this.cache.keep(key, render(present(row, await this.reader.details(row.messageId), reading), reading.calendars));
  }
}
