import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { networkOf, Operation, pageFrom, pageOf, pageQuery, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { rendered, sendJson } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { filterSchema } from '../../message/filter.rules.js';
import { messageJson, messageSchema, messageSummarySchema, summaryJson } from '../../message/message-json.rules.js';
import { readInstantCursor, writeCursor } from '../../publishing/list-cursor.js';
import { MessageLists } from '../../message/message-lists.js';
import { summarise } from '../../message/message-view.rules.js';
import { CONFIG } from '../../tokens.js';

const listSchema = filterSchema.extend(pageQuery(z.string().max(200), { limit: 20, atMost: 100 }));
const pageSchema = pageOf(messageSummarySchema);
const ifNoneMatch = { 'if-none-match': z.string().optional() };

/** The same projection as the pages, as JSON. */
@Controller('v1/messages')
@Public()
export class MessagesController {
  constructor(
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get()
  @Operation({
    id: 'listMessages',
    tag: 'Messages',
    summary: 'Published messages, newest first',
    description: '`state` is one of the nine statuses, or a group of them. `from` and `to` are business dates of registration, both included.',
    answers: { 200: { schema: pageSchema, headers: ['etag'] }, 304: { headers: ['etag'] } },
    problems: problem.pick('publication.invalid-cursor'),
    reads: { headers: ifNoneMatch },
  })
  async list(
    @Query({ schema: listSchema }) { after, limit, ...filter }: z.output<typeof listSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const rows = await this.lists.after(filter, after ? readInstantCursor(after) : null, limit + 1, this.pages.today, networkOf(request.ip));
    const reading = this.pages.reading();
    const { items, next } = pageFrom(rows, limit, ({ registeredAt, messageId }) => writeCursor(registeredAt, messageId));
    const page: z.infer<typeof pageSchema> = { items: items.map((row) => summaryJson(summarise(row, reading), this.config.PUBLIC_URL)), next };
    sendJson(rendered(JSON.stringify(page)), request, reply);
  }

  @Get(':number')
  @Operation({
    id: 'readMessage',
    tag: 'Messages',
    summary: 'One message with its replies',
    answers: { 200: { schema: messageSchema, headers: ['etag'] }, 304: { headers: ['etag'] } },
    problems: problem.pick('publication.message-not-found'),
    reads: { headers: ifNoneMatch },
  })
  async one(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.ofMessage('json', number, networkOf(request.ip), (message, _, citations) =>
      JSON.stringify(messageJson(message, this.config.PUBLIC_URL, citations)),
    );
    if (!page) throw problem('publication.message-not-found');
    sendJson(page, request, reply);
  }
}
