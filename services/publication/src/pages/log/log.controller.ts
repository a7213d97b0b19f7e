import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { Operation, platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendJson, sendPage, rendered } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { LogReader } from '../../transparency/log.reader.js';
import { logPage } from './log.view.js';
import { addressOf } from './tile-address.rules.js';

const listSchema = z.strictObject({ after: z.coerce.number().int().min(0).optional().describe('the last entry that is known'), limit: z.coerce.number().int().min(1).max(1_000).default(100) });
const entrySchema = z
  .object({
    entry: z.int().describe('its place in the log, from 0'),
    subject: z.string().describe("the message's number, or `statistics/` and a closed period"),
    key: z.string(),
    at: instantSchema,
    commitment: z.string().describe('hex; SHA-256 of the salt and the canonical JSON (RFC 8785) of subject, key, at and data'),
    salt: z.string().nullable().describe('hex; null once it is opened to nobody any more'),
    data: z.record(z.string(), z.unknown()).nullable().describe('null, with a salt: it is not said any more'),
  })
  .meta({ id: 'LogEntry' });
const pageSchema = z.object({ items: z.array(entrySchema), next: z.int().nullable() });

const notFound = platformProblem.pick('not-found');
const text = { mediaType: 'text/plain', schema: z.string() };
const bytes = { mediaType: 'application/octet-stream', schema: z.string().meta({ format: 'binary' }) };
const ofText = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
/** A tile never changes; one that is not full has another address once it has grown. */
const ofTile = { 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=31536000, immutable' };
const tileOperation = (id: string) => Operation({ id, tag: 'Log', summary: 'A tile of the tree, or the entries below it, as C2SP tlog-tiles has them', answers: { 200: bytes }, problems: notFound });

/** 公开留痕: the log of what was publicly said, for people and for programs (C2SP tlog-tiles). */
@Controller('log')
@Public()
export class LogController {
  constructor(
    @Inject(LogReader) private readonly log: LogReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get()
  @PageOperation({ id: 'logPage', summary: '公开留痕: what the log is, what it was last, and how anybody verifies it' })
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh('log', async () => logPage({ site: this.pages.site, publicUrl: this.config.PUBLIC_URL, head: await this.log.head(), verifierKey: this.log.verifierKey, newest: await this.log.newest(20) }));
    sendPage(page, request, reply);
  }

  @Get('checkpoint')
  @Operation({ id: 'logCheckpoint', tag: 'Log', summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)', answers: { 200: text }, problems: problem.pick('publication.log-not-signed') })
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const note = (await this.log.head())?.note;
    if (!note) throw problem('publication.log-not-signed');
    void reply.headers(ofText).send(note);
  }

  @Get('key')
  @Operation({ id: 'logKey', tag: 'Log', summary: 'The key by which checkpoints are verified', answers: { 200: text }, problems: problem.pick('publication.log-not-signed') })
  key(@Res() reply: FastifyReply): void {
    if (!this.log.verifierKey) throw problem('publication.log-not-signed');
    void reply.headers(ofText).send(`${this.log.verifierKey}\n`);
  }

  @Get('entries')
  @Operation({ id: 'listLogEntries', tag: 'Log', summary: 'Entries in their order, each with what opens it', answers: { 200: pageSchema } })
  async entries(@Query({ schema: listSchema }) { after, limit }: z.output<typeof listSchema>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const rows = await this.log.entries(after === undefined ? 0 : after + 1, limit);
    const page: z.input<typeof pageSchema> = {
      items: rows.map(({ at, commitment, salt, ...row }) => ({ ...row, at: at.toISOString(), commitment: commitment.toString('hex'), salt: salt && salt.toString('hex') })),
      next: rows.length === limit ? rows.at(-1)!.entry : null,
    };
    sendJson(rendered(JSON.stringify(page)), request, reply);
  }

  @Get('tile/:level/:tile')
  @tileOperation('logTile')
  tile(@Param('level') level: string, @Param('tile') tile: string, @Res() reply: FastifyReply): Promise<void> {
    return this.sendTile(level, [tile], reply);
  }

  /** One that is not full, or one beyond the first thousand. */
  @Get('tile/:level/:tile/:more')
  @tileOperation('logTileFurther')
  furtherTile(@Param('level') level: string, @Param('tile') tile: string, @Param('more') more: string, @Res() reply: FastifyReply): Promise<void> {
    return this.sendTile(level, [tile, more], reply);
  }

  @Get('tile/:level/:tile/:more/:width')
  @tileOperation('logTileFurthest')
  furthestTile(@Param('level') level: string, @Param('tile') tile: string, @Param('more') more: string, @Param('width') width: string, @Res() reply: FastifyReply): Promise<void> {
    return this.sendTile(level, [tile, more, width], reply);
  }

  private async sendTile(level: string, path: readonly string[], reply: FastifyReply): Promise<void> {
    const address = addressOf(level, path);
    const found = address && (address.level === 'entries' ? await this.log.bundle(address.tile, address.width) : await this.log.tile(address.level, address.tile, address.width));
    if (!found) throw platformProblem('not-found');
    void reply.headers(ofTile).send(found);
  }
}
