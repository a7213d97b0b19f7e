import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectoryReader } from '../../directory/directory.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { isMonth, minimumSampleOf, periodPattern, trendOf } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { channelRowsOf } from './channel-figures.rules.js';
import { channelFiguresPage, type FigureChannel } from './channel-figures.view.js';

const notClosed = problem.pick('publication.period-not-closed');

/** 每月办理情况 of mailboxes and of microblogs. */
@Controller()
@Public()
export class ChannelFiguresController {
  constructor(
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get('mailboxes/figures/:month')
  @PageOperation({ id: 'mailboxFiguresPage', summary: '领导信箱每月办理情况: the closed figures of what came by mailbox', problems: notClosed })
  mailboxes(@Param('month') month: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer('mailbox', month, request, reply);
  }

  @Get('microblogs/figures/:month')
  @PageOperation({ id: 'microblogFiguresPage', summary: '政务微博每月办理情况: the closed figures of what came by microblog', problems: notClosed })
  microblogs(@Param('month') month: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer('microblog', month, request, reply);
  }

  private async answer(channel: FigureChannel, month: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!periodPattern.test(month) || !isMonth(month)) throw problem('publication.period-not-closed');
    sendPage(await this.pages.fresh(`figures of ${channel} ${month}`, () => this.render(channel, month)), request, reply);
  }

  private async render(channel: FigureChannel, month: string): Promise<string> {
    const figures = await this.statistics.figures(month);
    if (!figures) throw problem('publication.period-not-closed');
    const axis = trendOf(month);
    const [months, periods, isListed, counted, units] = await Promise.all([
      this.statistics.monthsOfChannel(channel, axis[0] ?? month, month), this.statistics.periods(), this.statistics.isListed(month), this.statistics.countedOfChannel(month, channel), this.directory.units(),
    ]);
    const { rows, unnamed } = channelRowsOf(counted);
    // Those of the registry in its order; what has left it since, and what waited for a unit, behind them.
    const places = new Map(units.map(({ code, name }, place) => [code, { place, name }]));
    const names = new Map(figures.units.flatMap(({ unit }) => (unit ? [[unit.code, unit.name] as const] : [])));
    const placeOf = (code: string | null) => (code === null ? Infinity : (places.get(code)?.place ?? units.length));
    const named = rows
      .map((row) => ({ ...row, name: row.unitCode === null ? '待分拨' : (places.get(row.unitCode)?.name ?? names.get(row.unitCode) ?? row.unitCode) }))
      .toSorted((a, b) => (placeOf(a.unitCode) === placeOf(b.unitCode) ? 0 : placeOf(a.unitCode) - placeOf(b.unitCode)));
    return channelFiguresPage({ site: this.pages.site, channel, figures, months, periods, minimumSample: minimumSampleOf(figures), byUnit: isListed ? { rows: named, unnamed } : null });
  }
}
