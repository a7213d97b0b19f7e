import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { channelSchema, dateSchema, messageKindSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { rankedBySchema } from './league-table/league-table.rules.js';
import { periodPattern } from './period.rules.js';
import { leagueSheet, statisticsSheet } from './sheet/figures-sheet.rules.js';
import { asSheet, formatOf, formatSchema, sheetTypes } from './sheet/format.js';
import { leagueTableSchema, statisticsSchema, StatisticsService } from './statistics.service.js';

const selection = {
  period: z.string().regex(periodPattern).optional().describe('a year, a quarter or a month: 2026, 2026-Q3, 2026-09; goes before `from` and `to`'),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  unit: storableText(64).min(1).optional(),
  channel: channelSchema.optional(),
  kind: messageKindSchema.optional(),
  format: formatSchema.optional().describe('goes before Accept'),
};
const querySchema = z.object(selection);
const leagueQuerySchema = z.object({ ...selection, by: rankedBySchema.default('submittedInTime') });
const problems = problem.pick('deadline-supervision.own-unit-only', 'deadline-supervision.period-reversed');

@Controller('v1/statistics')
export class StatisticsController {
  constructor(@Inject(StatisticsService) private readonly statistics: StatisticsService) {}

  @Get()
  @Operation({
    id: 'countMessages',
    tag: 'Statistics',
    summary: 'Figures by the date of registration, each with its definition 统计',
    description: '`from` and `to` are included. A web admin sees its own unit’s figures. As JSON, CSV or XLSX.',
    answers: { 200: statisticsSchema },
    alsoAs: sheetTypes,
    problems,
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin')
  async count(
    @Query({ schema: querySchema }) query: z.output<typeof querySchema>,
    @Headers('accept') accept: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const statistics = await this.statistics.count(query, caller);
    const format = formatOf(query.format, accept);
    return format === 'json' ? statistics : asSheet(reply, statisticsSheet(statistics), format);
  }

  @Get('league-table')
  @Operation({
    id: 'rankUnits',
    tag: 'Statistics',
    summary: 'The units side by side, ranked by a rate 单位办理情况表',
    description: 'Units of the same printed rate share a rank; those with fewer messages than the minimum sample have none. As JSON, CSV or XLSX.',
    answers: { 200: leagueTableSchema },
    alsoAs: sheetTypes,
    problems: problem.pick('deadline-supervision.period-reversed'),
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  async rank(
    @Query({ schema: leagueQuerySchema }) query: z.output<typeof leagueQuerySchema>,
    @Headers('accept') accept: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const table = await this.statistics.leagueTable(query, caller);
    const format = formatOf(query.format, accept);
    return format === 'json' ? table : asSheet(reply, leagueSheet(table), format);
  }
}
