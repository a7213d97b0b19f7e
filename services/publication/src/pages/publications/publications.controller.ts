import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { Operation, pageFrom, pageOf, pageQuery, Public, type Page } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { readInstantCursor, writeCursor } from '../../publishing/list-cursor.js';
import { publicationKinds, PublicationsReader, type Publication } from '../../message/publications.reader.js';
import { shanghaiInstant } from '../../message/words.rules.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { rendered, sendJson, sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { CONFIG } from '../../tokens.js';
import { publicationWords, publicationsPage } from './publications.view.js';

const listSchema = z.strictObject(pageQuery(z.string().regex(/^[A-Za-z0-9_-]{1,120}$/), { limit: 50, atMost: 200 }));
const publicationSchema = z
  .object({
    id: z.uuid().describe('of the reply or the extension notice'),
    kind: z.object({ code: z.enum(publicationKinds), name: z.string() }),
    messageNumber: z.string(),
    url: z.url(),
    title: z.string().nullable().describe('null where the message is not public'),
    unit: z.object({ code: z.string(), name: z.string() }),
    publishedAt: instantSchema,
  })
  .meta({ id: 'Publication' });
const invalidCursor = problem.pick('publication.invalid-cursor');
type List = z.output<typeof listSchema>;

/** 公开日志 (R06): which replies and explanations were published, when and by which unit. */
@Controller()
@Public()
export class PublicationsController {
  constructor(
    @Inject(PublicationsReader) private readonly publications: PublicationsReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get('publications')
  @PageOperation({ id: 'publicationsPage', summary: '公开日志: what was published, when and by whom', problems: invalidCursor })
  async page(@Query({ schema: listSchema }) query: List, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`publications ${query.limit} ${query.after ?? ''}`, async () => publicationsPage({ site: this.pages.site, isFirst: query.after === undefined, ...(await this.list(query)) }));
    sendPage(page, request, reply);
  }

  @Get('v1/publications')
  @Operation({ id: 'listPublications', tag: 'Messages', summary: '公开日志: what was published, the newest first', answers: { 200: { schema: pageOf(publicationSchema), headers: ['etag'] }, 304: { headers: ['etag'] } }, problems: invalidCursor, reads: { headers: { 'if-none-match': z.string().optional() } } })
  async json(@Query({ schema: listSchema }) query: List, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { items, next } = await this.list(query);
    const json = items.map(({ kind, publishedAt, ...one }) => ({ ...one, kind: { code: kind, name: publicationWords[kind] }, url: this.config.PUBLIC_URL + pathOf(one.messageNumber), publishedAt: shanghaiInstant(publishedAt) }));
    sendJson(rendered(JSON.stringify({ items: json, next })), request, reply);
  }

  private async list({ after, limit }: List): Promise<Page<Publication>> {
    const rows = await this.publications.after(after === undefined ? null : readInstantCursor(after), limit + 1);
    return pageFrom(rows, limit, ({ publishedAt, id }) => writeCursor(publishedAt, id));
  }
}
