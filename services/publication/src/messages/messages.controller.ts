import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { Operation, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PUBLICATION_CONFIG, type PublicationConfig } from '../config.js';
import { PortalService } from '../portal/portal.service.js';
import { rendered, sendJson } from '../portal/respond.js';
import { problem } from '../problems.js';
import { filterSchema } from './filter.rules.js';
import { messageJson, messageSchema, messageSummarySchema, summaryJson } from './message-json.rules.js';
import { MessageReader, type Cursor } from './message.reader.js';
import { summarise, type MessageRow } from './message-view.rules.js';

const listSchema = filterSchema.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

const pageSchema = z.object({ messages: z.array(messageSummarySchema), next: z.string().nullable().describe('goes into `cursor` of the next page') });
const ifNoneMatch = { 'if-none-match': z.string().optional() };

/** The same projection as the pages, as JSON. */
@Controller('v1/messages')
@Public()
export class MessagesController {
  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(PortalService) private readonly portal: PortalService,
    @Inject(PUBLICATION_CONFIG) private readonly config: PublicationConfig,
  ) {}

  /** Newest first; `next` goes into `cursor` of the next page. */
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
    @Query({ schema: listSchema }) { cursor, limit, ...filter }: z.output<typeof listSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const rows = await this.reader.after(filter, cursor ? readCursor(cursor) : null, limit, this.portal.today);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const reading = this.portal.reading();
    const messages = rows.map((row) => summaryJson(summarise(row, reading), this.config.PUBLIC_URL));
    sendJson(rendered(JSON.stringify({ messages, next: last ? writeCursor(last) : null } satisfies z.infer<typeof pageSchema>)), request, reply);
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
    const page = await this.portal.publicPage('json', number, (message) =>
      JSON.stringify(messageJson(message, this.config.PUBLIC_URL)),
    );
    if (!page) throw problem('publication.message-not-found');
    sendJson(page, request, reply);
  }
}

const writeCursor = ({ registeredAt, messageId }: MessageRow): string =>
  Buffer.from(`${registeredAt.toISOString()} ${messageId}`).toString('base64url');

const cursorSchema = z.tuple([instantSchema, z.uuid()]);

function readCursor(text: string): Cursor {
  const parts = cursorSchema.safeParse(Buffer.from(text, 'base64url').toString('utf8').split(' '));
  if (!parts.success) throw problem('publication.invalid-cursor');
  return { registeredAt: new Date(parts.data[0]), messageId: parts.data[1] };
}
