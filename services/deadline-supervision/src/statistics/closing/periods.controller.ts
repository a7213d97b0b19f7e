import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { dateSchema, instantSchema } from '@wenzheng/contracts';
import { Allow, DATA_SOURCE, Operation, pageFrom, pageOf, pageQuery, type DataSource } from '@wenzheng/platform';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { correctionSchema } from '../correction/correction.schema.js';
import { CorrectionService } from '../correction/correction.service.js';
import { definitions, countNames } from '../figures/definitions.js';
import { definitionsSchema } from '../figures/figures.rules.js';
import { periodPattern, spanOf } from '../period.rules.js';
import { AmendmentService } from './amendment.service.js';
import { ClosedPeriodEntity } from './closed-period.entity.js';
import { closedFiguresSchema } from './closing.rules.js';
import { ClosingService } from './closing.service.js';

const closedSchema = z.object({
  period: z.string(),
  from: dateSchema,
  to: dateSchema,
  cutOff: instantSchema,
  calendarVersion: z.string(),
  policyVersions: z.array(z.string()),
  digest: z.string().describe('SHA-256 of period, cut-off, versions and figures'),
});
const periodsSchema = pageOf(closedSchema).extend({ missing: z.array(z.string()).describe('ended, and without figures: an alarm') });
const pageSchema = z.object(pageQuery(z.string().regex(periodPattern), { limit: 100, atMost: 500 }));
const periodSchema = closedSchema.extend({
  corrections: z.array(correctionSchema),
  definitions: definitionsSchema,
  figures: closedFiguresSchema,
  amendment: z.object({
    events: z.int(),
    messageIds: z.array(z.uuid()),
    changes: z.partialRecord(z.enum(countNames), z.int()),
  }).describe('evidence of before the cut-off that was heard after it, and what it changes in the totals; the figures stand'),
});

/** 已定期的统计: what was closed, what it was corrected to, and what is missing. */
@Controller('v1/statistics/periods')
export class PeriodsController {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(AmendmentService) private readonly amendments: AmendmentService,
    @Inject(CorrectionService) private readonly corrections: CorrectionService,
  ) {}

  @Get()
  @Operation({ id: 'listClosedPeriods', tag: 'Statistics', summary: 'The months and years whose figures are closed, the latest first, and those that are missing', answers: { 200: periodsSchema } })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  async list(@Query({ schema: pageSchema }) { after, limit }: z.output<typeof pageSchema>) {
    const closed = this.dataSource.getRepository(ClosedPeriodEntity);
    const before = after === undefined ? {} : { number: LessThan((await closed.findOneBy({ period: after }))?.number ?? 0) };
    const rows = await closed.find({ where: before, order: { number: 'DESC' }, take: limit + 1 });
    const { items, next } = pageFrom(rows, limit, ({ period }) => period);
    return { items: items.map(shown), next, missing: await this.closing.missing() };
  }

  @Get(':period')
  @Operation({
    id: 'readClosedPeriod',
    tag: 'Statistics',
    summary: 'The figures of one as they were closed, what late evidence amends in them, and their corrections',
    answers: { 200: periodSchema },
    problems: problem.pick('deadline-supervision.period-not-closed'),
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  async one(@Param('period', { schema: z.string().regex(periodPattern) }) period: string) {
    const row = await this.dataSource.getRepository(ClosedPeriodEntity).findOneBy({ period });
    if (!row) throw problem('deadline-supervision.period-not-closed');
    return { ...shown(row), definitions, figures: row.figures, amendment: await this.amendments.of(row), corrections: await this.corrections.of(period) };
  }
}

const shown = ({ period, cutOff, calendarVersion, policyVersions, digest }: ClosedPeriodEntity) => ({
  period, ...spanOf(period), cutOff, calendarVersion, policyVersions, digest,
});
