import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Operation, platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { DirectoryReader } from '../../directory/directory.reader.js';
import { ForumReader } from '../../forum/forum.reader.js';
import { PublishedMonths } from '../../message/published-months.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { rendered, sendAs } from '../../portal/respond.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { SessionReader } from '../../session/session.reader.js';
import { periodPattern } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { CONFIG } from '../../tokens.js';
import { interviewPath } from '../interviews/words.js';
import { unitPath } from '../units/words.js';
import { messagePlaces, placesPerPart, robots, sitemapIndex, sitemapOf, standing } from './sitemap.rules.js';

const xml = 'application/xml';
const ifNoneMatch = { headers: { 'if-none-match': z.string().optional() } };
const answers = (mediaType: string) => ({ 200: { mediaType, schema: z.string(), headers: ['etag'] }, 304: { headers: ['etag'] } });
const partPattern = /^messages-(\d{4}-\d{2})-([1-9]\d?)\.xml$/;

/** What search engines ask for: which pages there are, and which they are to leave alone. */
@Controller()
@Public()
export class CrawlersController {
  constructor(
    @Inject(PublishedMonths) private readonly months: PublishedMonths,
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(ForumReader) private readonly forums: ForumReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get('robots.txt')
  @Operation({ id: 'robots', tag: 'Portal', summary: 'What crawlers leave alone (RFC 9309): lists by filters, forms, interfaces', answers: answers('text/plain'), reads: ifNoneMatch })
  robots(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendAs(rendered(robots(this.config.PUBLIC_URL)), 'text/plain', request, reply);
  }

  @Get('sitemap.xml')
  @Operation({ id: 'sitemap', tag: 'Portal', summary: 'The index of the sitemaps', answers: answers(xml), reads: ifNoneMatch })
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendAs(await this.pages.settled('sitemap', async () => sitemapIndex(await this.months.months(), this.config.PUBLIC_URL)), xml, request, reply);
  }

  @Get('sitemaps/:file')
  @Operation({ id: 'sitemapPart', tag: 'Portal', summary: '`pages.xml`, or `messages-{month}-{part}.xml`: at most 50,000 pages', answers: answers(xml), problems: platformProblem.pick('not-found'), hasErrorPages: true, reads: ifNoneMatch })
  async part(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, month = '', part] = partPattern.exec(file) ?? [];
    if (file !== 'pages.xml' && !(part !== undefined && periodPattern.test(month))) throw platformProblem('not-found');
    const sitemap = await this.pages.settled(`sitemap ${file}`, async () => sitemapOf(part === undefined ? await this.few() : await this.messages(month, Number(part)), this.config.PUBLIC_URL));
    sendAs(sitemap, xml, request, reply);
  }

  private async messages(month: string, part: number) {
    const places = await this.months.places(month, { limit: placesPerPart, offset: (part - 1) * placesPerPart });
    if (places.length === 0) throw platformProblem('not-found');
    return messagePlaces(places, pathOf);
  }

  private async few() {
    const [units, interviews, forums, periods] = await Promise.all([this.directory.units(), this.sessions.interviews(), this.forums.forums(), this.statistics.periods()]);
    const paths = [
      ...standing, ...units.map(({ code }) => unitPath(code)), ...interviews.map(interviewPath),
      ...forums.map(({ sessionNumber }) => `/forums/${encodeURIComponent(sessionNumber)}`), ...periods.map((period) => `/statistics/${period}`),
    ];
    return paths.map((path) => ({ path, changedAt: null }));
  }
}
