import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { networkOf, Operation, platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { PublishedMonths, type PublishedMonth } from '../../message/published-months.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { isKnown, sendAs, sendFile, sendKnown, sendPage } from '../../portal/respond.js';
import { periodPattern } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { CONFIG } from '../../tokens.js';
import { catalogueOf, formats, type Licence } from './catalogue.rules.js';
import { dataPage } from './data.view.js';
import type { DumpFormat } from './dump.rules.js';
import { Dumps } from './dumps.js';

const ldJson = 'application/ld+json';
const filePattern = new RegExp(`^messages-(\\d{4}-\\d{2})\\.(${formats.join('|')})\\.gz$`);

/** 开放数据: the catalogue, and everything that is public as files. */
@Controller('data')
@Public()
export class DataController {
  private readonly licence: Licence | null;

  constructor(
    @Inject(PublishedMonths) private readonly months: PublishedMonths,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(Dumps) private readonly dumps: Dumps,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    this.licence = config.DATA_LICENCE ? { words: config.DATA_LICENCE, url: config.DATA_LICENCE_URL ?? null } : null;
  }

  @Get()
  @PageOperation({ id: 'dataPage', summary: '开放数据: which files there are, what their fields mean, and what they may be used for' })
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.settled('data', async () => dataPage({ site: this.pages.site, licence: this.licence, ...(await this.closed()) }));
    sendPage(page, request, reply);
  }

  @Get(':file')
  @Operation({
    id: 'dataFile',
    tag: 'Portal',
    summary: 'The messages registered in a closed month, `messages-{month}.jsonl.gz` or `.csv.gz`, or the catalogue, `catalog.jsonld` (DCAT-AP)',
    description: 'The same to the last byte until something changes in what is public of the month’s messages. Of a private one number, unit, kind, dates and ending alone.',
    answers: { 200: { mediaType: 'application/gzip', schema: z.string().meta({ format: 'binary' }), headers: ['etag'] }, 304: { headers: ['etag'] } },
    alsoAs: [ldJson],
    problems: platformProblem.pick('not-found'),
    hasErrorPages: true,
    reads: { headers: { 'if-none-match': z.string().optional() } },
  })
  async file(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (file === 'catalog.jsonld') return sendAs(await this.catalogue(), ldJson, request, reply);
    const [, month, format] = filePattern.exec(file) ?? [];
    // Only what is over has all of its messages.
    if (month === undefined || !periodPattern.test(month) || month >= this.pages.today.slice(0, 7)) throw platformProblem('not-found');
    const caller = networkOf(request.ip);
    const etag = await this.dumps.tag(month, format as DumpFormat, caller);
    if (isKnown(etag, request)) return sendKnown(etag, reply);
    sendFile(await this.dumps.file(month, format as DumpFormat, etag, caller), { mediaType: 'application/gzip', name: file }, request, reply);
  }

  private catalogue() {
    return this.pages.settled('catalogue', async () => JSON.stringify(catalogueOf({ site: this.pages.site, publicUrl: this.config.PUBLIC_URL, licence: this.licence, ...(await this.closed()) })));
  }

  private async closed(): Promise<{ months: PublishedMonth[]; periods: string[] }> {
    const [months, periods] = await Promise.all([this.months.months(), this.statistics.periods()]);
    return { months: months.filter(({ month }) => month < this.pages.today.slice(0, 7)).toReversed(), periods };
  }
}
