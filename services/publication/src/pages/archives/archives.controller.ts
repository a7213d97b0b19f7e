import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { Operation, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Archives, type Archive } from '../../archive/archives.service.js';
import type { Content } from '../../archive/package.rules.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendFile, sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { archivePage } from './archive.view.js';

const notFound = problem.pick('publication.archive-not-found');
const mediaType = 'application/zip';
const FileOperation = (id: string, summary: string) =>
  Operation({
    id, tag: 'Portal', summary,
    answers: { 200: { mediaType, schema: z.string().meta({ format: 'binary' }), headers: ['content-disposition', 'etag'] }, 304: { headers: ['etag'] } },
    problems: notFound,
    hasErrorPages: true,
    reads: { headers: { 'if-none-match': z.string().optional() } },
  });

/** 归档包: one page says what is in it and how to check it, one address gives it out. */
@Controller()
@Public()
export class ArchivesController {
  constructor(
    @Inject(Archives) private readonly archives: Archives,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get('interviews/:number/archive')
  @PageOperation({ id: 'interviewArchivePage', summary: '归档: the files of an interview’s archive with their hashes, its versions, and how to check them', problems: notFound })
  interviewPage(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.page('interview', number, request, reply);
  }

  @Get('interviews/:number/archive.zip')
  @FileOperation('interviewArchive', '归档包 of an interview, in its newest version; the same to the last byte until something changes')
  interviewFile(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.file('interview', number, request, reply);
  }

  @Get('forums/:number/archive')
  @PageOperation({ id: 'forumArchivePage', summary: '归档: the same of a forum, once its minutes are published', problems: notFound })
  forumPage(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.page('forum', number, request, reply);
  }

  @Get('forums/:number/archive.zip')
  @FileOperation('forumArchive', '归档包 of a forum, in its newest version; the same to the last byte until something changes')
  forumFile(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.file('forum', number, request, reply);
  }

  private async page(kind: Content['kind'], number: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = keyOf(number);
    sendPage(await this.pages.fresh(`archive ${kind} ${key}`, async () => archivePage({ site: this.pages.site, archive: await this.one(kind, key) })), request, reply);
  }

  private async file(kind: Content['kind'], number: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = keyOf(number);
    const file = await this.pages.fresh(`archive-file ${kind} ${key}`, async () => (await this.one(kind, key)).packed.zip);
    sendFile(file, { mediaType, name: `${key.replace(/[^\w-]/g, '')}.zip` }, request, reply);
  }

  private async one(kind: Content['kind'], number: string): Promise<Archive> {
    const archive = await this.archives.current(kind, number);
    if (!archive) throw problem('publication.archive-not-found');
    return archive;
  }
}

/** What no session is called is not looked for. */
function keyOf(number: string): string {
  if (number.length > 40 || !isStorableText(number)) throw problem('publication.archive-not-found');
  return number;
}
