import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { periodPattern } from '../period.rules.js';
import { askSchema, correctionSchema } from './correction.schema.js';
import { CorrectionService } from './correction.service.js';

/** 统计更正; those of a period are listed with it. */
@Controller('v1/statistics/periods/:period/corrections')
export class CorrectionsController {
  constructor(@Inject(CorrectionService) private readonly corrections: CorrectionService) {}

  @Post()
  @Operation({
    id: 'correctClosedPeriod',
    tag: 'Statistics',
    summary: 'Have the figures of a closed period counted once more, as of the same cut-off, with what became known later; publicly, with the reason',
    description: 'What is counted in is settled at once; the count follows in the background, and is told of as `statistics.corrected` where it changes a figure. What was closed stays.',
    answers: { 201: correctionSchema, 200: correctionSchema },
    problems: problem.pick('deadline-supervision.period-not-closed', 'deadline-supervision.correction-id-reused', 'deadline-supervision.correction-under-way', 'deadline-supervision.nothing-to-correct'),
  })
  @Allow('supervision-office')
  async correct(
    @Param('period', { schema: z.string().regex(periodPattern) }) period: string,
    @Body({ schema: askSchema }) body: z.output<typeof askSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { correction, isRepeat } = await this.corrections.ask(period, body, caller);
    void reply.status(isRepeat ? 200 : 201);
    return correction;
  }
}
