import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import { csvOf, sheetMediaTypes, xlsxOf } from '@wenzheng/sheet';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { HotIssueReader } from '../../hot-issue/hot-issue.reader.js';
import { MessageReader } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendCsv, sendFile, sendJson, sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import type { ClosedFigures } from '../../statistics/closed-period.entity.js';
import { minimumSampleOf, periodPattern, trendOf } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { definitionsPage } from './definitions.view.js';
import { leagueOf, leagueQuerySchema } from './league.rules.js';
import { periodPage } from './period.view.js';
import { sheetOfPeriod } from './sheet.js';
import { statisticsPage } from './statistics.view.js';
import { unitsPage } from './units.view.js';

const notClosed = problem.pick('publication.period-not-closed');

/** 办理统计: closed figures, from the city's as a whole to each unit's. */
@Controller('statistics')
@Public()
export class StatisticsController {
  constructor(
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(HotIssueReader) private readonly hotIssues: HotIssueReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'statisticsPage', summary: '办理统计: this month until now, and all closed periods' })
  async overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh('statistics', async () => {
      const { site, today } = this.pages;
      const [month, periods, latest] = await Promise.all([this.messages.figures(`${today.slice(0, 8)}01`, today), this.statistics.periods(), this.statistics.latestMonth()]);
      return statisticsPage({ site, today, month, periods, months: latest ? await this.monthsOf(latest.period) : [], minimumSample: minimumSampleOf(latest) });
    });
    sendPage(page, request, reply);
  }

  @Get('definitions')
  @PageOperation({ id: 'definitionsPage', summary: '指标解释: what each figure counts' })
  async definitions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('statistics definitions', async () => {
      const figures = await this.statistics.latestMonth();
      return definitionsPage({ site: this.pages.site, figures, minimumSample: minimumSampleOf(figures) });
    }), request, reply);
  }

  @Get(':period')
  @PageOperation({ id: 'periodPage', summary: 'The figures of one month or year; with `.csv`, `.xlsx` or `.json` behind it, all of them as a file', alsoAs: [...Object.values(sheetMediaTypes), 'application/json'], problems: notClosed })
  async period(@Param('period') asked: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [period = '', format] = asked.split(/\.(csv|xlsx|json)$/);
    if (format === 'csv') return sendCsv(await this.pages.fresh(`statistics ${keyOf(period)} csv`, async () => csvOf(sheetOfPeriod(await this.closed(period)))), `statistics-${period}.csv`, request, reply);
    if (format === 'xlsx') return sendFile(await this.pages.fresh(`statistics ${keyOf(period)} xlsx`, async () => xlsxOf(sheetOfPeriod(await this.closed(period)))), { mediaType: sheetMediaTypes.xlsx, name: `statistics-${period}.xlsx` }, request, reply);
    if (format === 'json') return sendJson(await this.pages.fresh(`statistics ${keyOf(period)} json`, async () => JSON.stringify(await this.closed(period))), request, reply);
    const page = await this.pages.fresh(`statistics ${keyOf(period)}`, async () => {
      const figures = await this.closed(period);
      const [isListed, periods, months, hotIssues] = await Promise.all([this.statistics.isListed(period), this.statistics.periods(), this.monthsOf(period), this.hotIssues.confirmedBetween(figures.from, figures.to)]);
      return periodPage({ site: this.pages.site, figures, isListed, periods, months, hotIssues, minimumSample: minimumSampleOf(figures) });
    });
    sendPage(page, request, reply);
  }

  @Get(':period/units')
  @PageOperation({ id: 'periodUnitsPage', summary: '单位办理情况表: the units side by side', problems: notClosed })
  async units(@Param('period') period: string, @Query({ schema: leagueQuerySchema }) { group, sort }: z.output<typeof leagueQuerySchema>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`statistics ${keyOf(period)} units ${group} ${sort}`, async () => {
      const [figures, isListed, directory] = await Promise.all([this.closed(period), this.statistics.isListed(period), this.messages.units()]);
      const minimumSample = minimumSampleOf(figures);
      return unitsPage({ site: this.pages.site, figures, isListed, rows: leagueOf(figures, directory, { group, sort, minimumSample }), group, sort, minimumSample });
    });
    sendPage(page, request, reply);
  }

  private monthsOf(period: string) {
    const axis = trendOf(period);
    return this.statistics.months(axis[0] ?? period, axis.at(-1) ?? period);
  }

  private async closed(period: string): Promise<ClosedFigures> {
    const figures = await this.statistics.figures(period);
    if (!figures) throw problem('publication.period-not-closed');
    return figures;
  }
}

/** What is no period is not looked for. */
function keyOf(period: string): string {
  if (!periodPattern.test(period)) throw problem('publication.period-not-closed');
  return period;
}
