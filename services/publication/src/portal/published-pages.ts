import { Inject, Injectable } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { readerNow, siteOf, type Language, type Site } from '@wenzheng/page-frame';
import { businessDateOf, type Clock, type Editions } from '@wenzheng/working-days';
import type { PublicationConfig } from '../config.js';
import { present, type MessageView, type Reading } from '../message/message-view.rules.js';
import { MessageReader } from '../message/message.reader.js';
import { CLOCK, CONFIG } from '../tokens.js';
import type { Citations } from '../policy-document/citations.rules.js';
import { PolicyDocumentReader } from '../policy-document/policy-document.reader.js';
import { FreshPages } from './fresh-pages.js';
import { LookTurns } from './look-turns.js';
import { PageCache } from './page-cache.js';
import { rendered, type Rendered } from './respond.js';

const settledMs = 600_000;
type Render = (message: MessageView, calendars: Editions, citations: Citations) => string;

/**
 * What pages are made with and kept by, each for its kind of reader: no one is given a page in another's language or view. A message's page is kept by its revision, the business date and the calendar, on which its sentence depends, and the policy documents that its replies may cite;
 * what shows many messages is made anew at most once a second.
 */
@Injectable()
export class PublishedPages {
  readonly site: Site;
  private readonly cache: PageCache;
  private readonly looks: FreshPages;
  private readonly settledLooks: FreshPages;
  private readonly turns: LookTurns;

  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(PolicyDocumentReader) private readonly documents: PolicyDocumentReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    const bytes = config.PAGE_CACHE_MIB * 2 ** 20;
    // The last eighth is that of the monthly files.
    this.cache = new PageCache(Math.floor((bytes * 5) / 8));
    this.looks = new FreshPages(Math.floor(bytes / 8));
    this.settledLooks = new FreshPages(Math.floor(bytes / 8), settledMs);
    this.turns = new LookTurns(Math.max(1, Math.floor(config.READ_POOL / 2)));
    this.site = siteOf(config);
  }

  get today(): string {
    return businessDateOf(this.clock.now());
  }

  /** @param language of the words about messages: the reader's, on a page that has all its words in it */
  reading(language: Language = 'zh'): Reading {
    return { now: this.clock.now(), calendars: this.calendars.editions, inspectionBureau: this.config.INSPECTION_BUREAU_NAME, language };
  }

  /** What kept pages are told apart by, beside what they are made of. */
  private get kind(): string {
    const { language, view } = readerNow();
    return `${this.today} ${language} ${view}`;
  }

  /** The page of an address, as it was at most a second ago. */
  fresh(address: string, render: () => Promise<string | Buffer>): Promise<Rendered> {
    return this.looks.get(`${address} ${this.kind}`, async () => rendered(await render()));
  }

  /** What goes through everything that there is and shows nobody's words, as it was at most ten minutes ago. */
  settled(address: string, render: () => Promise<string | Buffer>): Promise<Rendered> {
    return this.settledLooks.get(`${address} ${this.kind}`, async () => rendered(await render()));
  }

  /** What {@link fresh} and {@link ofMessage} would give today for such an address without a look. */
  kept(address: string): Rendered | undefined {
    return address.includes(` ${this.today} `) ? this.looks.kept(address) : undefined;
  }

  /** What is shown of one message, by the name of the page and the message's number; null if there is no such message. @param caller who takes turns */
  ofMessage(page: string, number: string, caller: string, render: Render): Promise<Rendered | null> {
    return this.looks.get(`${page} ${this.kind} ${number}`, () => this.turns.look(() => this.find(page, number, render), caller));
  }

  private async find(page: string, number: string, render: Render): Promise<Rendered | null> {
    if (number.length > 40 || !isStorableText(number)) return null;
    const [row, citations] = await Promise.all([this.reader.byNumber(number), this.documents.citations()]);
    if (!row) return null;
    const reading = this.reading(readerNow().language);
    const key = [page, this.kind, row.messageId, row.revision, row.linked, row.updatedAt.getTime(), row.unitSequence, reading.calendars.of(row.calendarVersion).version, citations.revision].join(' ');
    return this.cache.get(key) ?? this.cache.keep(key, render(present(row, await this.reader.details(row.messageId, reading.language), reading), reading.calendars, citations));
  }
}
