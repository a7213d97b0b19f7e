import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectoryReader } from '../../directory/directory.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { minimumSampleOf, monthsOfQuarter, trendOf } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { codeOf } from '../units/unit-of.js';
import { reportCardOf } from './report-card.rules.js';
import { reportCardPage } from './report-card.view.js';

/** 季度办理情况 of a unit. */
@Controller('units/:code/report-cards')
@Public()
export class ReportCardsController {
  constructor(
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get(':quarter')
  @PageOperation({ id: 'reportCardPage', summary: 'A unit’s quarter from closed figures: by month, both kinds of lateness, ratings, extensions, invalid rulings, urging', problems: problem.pick('publication.unit-not-found', 'publication.period-not-closed') })
  async card(@Param('code') unit: string, @Param('quarter') quarter: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const code = codeOf(unit);
    const months = monthsOfQuarter(quarter);
    if (!months) throw problem('publication.period-not-closed');
    sendPage(await this.pages.fresh(`report card ${code} ${quarter}`, () => this.render(code, quarter, months)), request, reply);
  }

  /** A quarter is there with its last month: until then its figures would still change. */
  private async render(code: string, quarter: string, months: readonly string[]): Promise<string> {
    const [first = '', last = ''] = [months[0], months.at(-1)];
    const [closed, listed, units, trend] = await Promise.all([
      this.statistics.closedBetween(first, last), this.statistics.listed(months), this.directory.units(), this.statistics.monthsOfUnit(code, trendOf(last)[0] ?? '', last),
    ]);
    const latest = closed.at(-1);
    if (latest?.period !== last) throw problem('publication.period-not-closed');
    const card = reportCardOf(units.find((one) => one.code === code) ?? null, code, quarter, months, closed);
    if (!card) throw problem('publication.unit-not-found');
    return reportCardPage({ site: this.pages.site, card, trend, listed, minimumSample: minimumSampleOf(latest) });
  }
}
