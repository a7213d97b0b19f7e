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
import { problem } from '../../problems.js';
import { SessionReader } from '../../session/session.reader.js';
import { sessionStage } from '../../session/session.rules.js';
import { closedQuarters } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { codeOf, unitOf } from './unit-of.js';
import { unitPage, unitsPage } from './units.view.js';

const newest = 5;

/** 单位名录 */
@Controller('units')
@Public()
export class UnitsController {
  constructor(
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'unitsPage', summary: '单位名录: the tree of units' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('units', async () => unitsPage({ site: this.pages.site, units: await this.directory.units() })), request, reply);
  }

  @Get(':code')
  @PageOperation({ id: 'unitPage', summary: 'One unit: its mailboxes, accounts, next interview and newest messages', problems: problem.pick('publication.unit-not-found') })
  async unit(@Param('code') text: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const code = codeOf(text);
    sendPage(await this.pages.fresh(`unit ${code}`, () => this.render(code, networkOf(request.ip))), request, reply);
  }

  private async render(code: string, caller: string): Promise<string> {
    const units = await this.directory.units();
    const unit = unitOf(units, code);
    const reading = this.pages.reading();
    const { now } = reading;
    const [sessions, periods, rows] = await Promise.all([this.sessions.interviews(), this.statistics.periods(), this.lists.after({ unit: code }, null, newest, businessDateOf(now), caller)]);
    const ahead = sessions.filter((session) => session.unit.code === code && ['announced', 'live'].includes(sessionStage(session, now))).toReversed();
    return unitPage({ site: this.pages.site, now, unit, units, ahead, quarters: closedQuarters(periods).slice(0, 4), messages: rows.map((row) => summarise(row, reading)) });
  }
}
