import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { Semaphore } from '@wenzheng/platform';
import { LRUCache } from 'lru-cache';
import type { PublicationConfig } from '../../config.js';
import { PublishedMonths } from '../../message/published-months.js';
import { PublishedWords } from '../../message/published-words.js';
import { bytesOf } from '../../portal/page-cache.js';
import { FreshPages } from '../../portal/fresh-pages.js';
import { rendered, type Rendered } from '../../portal/respond.js';
import { CONFIG } from '../../tokens.js';
import { linesOf, recordOf, tableHead, type DumpFormat } from './dump.rules.js';

const packed = promisify(gzip);
/** Messages that are read at once. */
const stride = 500;
/** Part of every tag: raised when the same message is written otherwise. */
const form = 2;
/** Months of messages that wait to be written, and those of one reader. */
const [waiting, each] = [6, 1];
/** Some hundred months, each a line. */
const printBytes = 2 ** 18;

/**
 * The monthly files, written when they are asked for, one at a time, from what is public at that moment. The same content is the same to the
 * last byte, so that its tag can be told without writing it.
 */
@Injectable()
export class Dumps {
  private readonly looking = new Semaphore(1, { waiting: 12 });
  private readonly writing = new Semaphore(1, { waiting, each });
  private readonly prints: FreshPages;
  private readonly kept: LRUCache<string, Rendered> | null;

  constructor(
    @Inject(PublishedMonths) private readonly months: PublishedMonths,
    @Inject(PublishedWords) private readonly words: PublishedWords,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    const bytes = Math.floor((config.PAGE_CACHE_MIB * 2 ** 20) / 8);
    this.prints = new FreshPages(bytes > 0 ? printBytes : 0);
    this.kept = bytes > 0 ? new LRUCache({ maxSize: bytes, sizeCalculation: bytesOf }) : null;
  }

  /** Looked at once a second at most, and one month at a time. */
  async tag(month: string, format: DumpFormat, caller: string): Promise<string> {
    const print = await this.prints.get(month, () => this.looking.run(async () => rendered(await this.months.print(month)), caller));
    return `"${form}-${format}-${print.body.toString()}"`;
  }

  /** Of the content that has this tag; what changes meanwhile has another tag the next time. */
  async file(month: string, format: DumpFormat, etag: string, caller: string): Promise<Rendered> {
    const key = `${month} ${etag}`;
    return this.kept?.get(key) ?? this.writing.run(async () => this.kept?.get(key) ?? this.keep(key, { etag, body: await this.write(month, format) }), caller);
  }

  private keep(key: string, file: Rendered): Rendered {
    this.kept?.set(key, file);
    return file;
  }

  private async write(month: string, format: DumpFormat): Promise<Buffer> {
    const parts = format === 'csv' ? [tableHead()] : [];
    for await (const rows of this.months.rows(month, stride)) {
      const messages = await this.words.whole(rows);
      parts.push(linesOf(messages.map((message) => recordOf(message, this.config.PUBLIC_URL)), format));
    }
    return packed(parts.join(''));
  }
}
