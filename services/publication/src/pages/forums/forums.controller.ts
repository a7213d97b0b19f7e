import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ForumState } from '../../forum/forum.entity.js';
import { ForumReader } from '../../forum/forum.reader.js';
import { summarise, type MessageSummary } from '../../message/message-view.rules.js';
import { MessageReader } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { forumPage } from './forum.view.js';
import { minutesPage } from './minutes.view.js';
import { forumsPage, phasePage } from './phases.view.js';

const phaseSchema = z.coerce.number().int().min(1).max(999);

/** 网民座谈会 */
@Controller()
@Public()
export class ForumsController {
  constructor(
    @Inject(ForumReader) private readonly forums: ForumReader,
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get('forums')
  @PageOperation({ id: 'forumsPage', summary: '网民座谈会: the phases, and what is open for sign-up' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('forums', async () => forumsPage({ ...this.frame(), phases: await this.forums.phases(), forums: await this.forums.forums() })), request, reply);
  }

  @Get('forum-phases/:phase')
  @PageOperation({ id: 'forumPhasePage', summary: 'One phase: its units in order, and what was changed', problems: problem.pick('publication.forum-phase-not-found') })
  async phase(@Param('phase', { schema: phaseSchema }) number: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`forum-phase ${number}`, async () => {
      const phases = await this.forums.phases();
      const phase = phases.find((one) => one.phase === number);
      if (!phase) throw problem('publication.forum-phase-not-found');
      return phasePage({ ...this.frame(), phase, forums: await this.forums.forums() });
    });
    sendPage(page, request, reply);
  }

  @Get('forums/:number')
  @PageOperation({ id: 'forumPage', summary: 'One forum: announcement, rule of selection, draw', problems: problem.pick('publication.forum-not-found') })
  async forum(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh(`forum ${keyOf(number)}`, async () => forumPage({ ...this.frame(), forum: await this.one(number) })), request, reply);
  }

  @Get('forums/:number/minutes')
  @PageOperation({ id: 'forumMinutesPage', summary: '纪要: attendance, and each point with what became of it', problems: problem.pick('publication.forum-not-found') })
  async minutes(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`forum-minutes ${keyOf(number)}`, async () => {
      const forum = await this.one(number);
      if (!forum.minutes) throw problem('publication.forum-not-found');
      return minutesPage({ ...this.frame(), forum, minutes: forum.minutes, messages: await this.messagesOf(forum.minutes.points) });
    });
    sendPage(page, request, reply);
  }

  private frame() {
    return { site: this.pages.site, now: this.pages.reading().now };
  }

  private async one(number: string): Promise<ForumState> {
    const forum = await this.forums.byNumber(keyOf(number));
    if (!forum) throw problem('publication.forum-not-found');
    return forum;
  }

  private async messagesOf(points: readonly { messageNumber: string | null }[]): Promise<Map<string, MessageSummary>> {
    const reading = this.pages.reading();
    const summaries = new Map<string, MessageSummary>();
    for (const { messageNumber } of points) {
      const row = messageNumber === null ? null : await this.messages.byNumber(messageNumber);
      if (row && messageNumber !== null) summaries.set(messageNumber, summarise(row, reading));
    }
    return summaries;
  }
}

/** What no forum is called is not looked for. */
function keyOf(number: string): string {
  if (number.length > 40 || !isStorableText(number)) throw problem('publication.forum-not-found');
  return number;
}
