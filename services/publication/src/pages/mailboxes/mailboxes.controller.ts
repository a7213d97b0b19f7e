import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { networkOf, Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectoryReader } from '../../directory/directory.reader.js';
import { summarise } from '../../message/message-view.rules.js';
import { MessageLists } from '../../message/message-lists.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { isMonth } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { problem } from '../../problems.js';
import { codeOf, unitOf } from '../units/unit-of.js';
import { mailboxesPage, mailboxPage } from './mailboxes.view.js';

const newest = 5;

/** 领导信箱 */
@Controller('mailboxes')
@Public()
export class MailboxesController {
  constructor(
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'mailboxesPage', summary: '领导信箱: the mailboxes of all units, and which have published none' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('mailboxes', async () => mailboxesPage({ site: this.pages.site, units: await this.directory.units(), month: (await this.statistics.periods()).find(isMonth) ?? null })), request, reply);
  }

  @Get(':unit')
  @PageOperation({ id: 'mailboxPage', summary: "One unit's mailboxes, and the public letters that came by them", problems: problem.pick('publication.unit-not-found') })
  async unit(@Param('unit') unit: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const code = codeOf(unit);
    sendPage(await this.pages.fresh(`mailbox ${code}`, () => this.render(code, networkOf(request.ip))), request, reply);
  }

  private async render(code: string, caller: string): Promise<string> {
    const unit = unitOf(await this.directory.units(), code);
    const reading = this.pages.reading();
    const rows = await this.lists.after({ unit: code, channel: 'mailbox' }, null, newest, businessDateOf(reading.now), caller);
    return mailboxPage({ site: this.pages.site, unit, messages: rows.map((row) => summarise(row, reading)) });
  }
}
