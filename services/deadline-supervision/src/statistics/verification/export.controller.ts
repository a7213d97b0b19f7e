import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { dateSchema } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { ExportService } from './export.service.js';

const querySchema = z.object({ from: dateSchema, to: dateSchema });
const mediaType = 'application/x-ndjson';

@Controller('v1/statistics/events')
export class ExportController {
  constructor(@Inject(ExportService) private readonly exports: ExportService) {}

  /** Without the words of citizens and the texts of replies, which are not kept. */
  @Get()
  @Operation({
    id: 'exportEvents',
    tag: 'Statistics',
    summary: 'The event log of what was registered between two dates, with rules and closed figures, to recount them from it alone',
    answers: { 200: { schema: z.string(), mediaType } },
    problems: problem.pick('deadline-supervision.period-reversed'),
  })
  @Allow('administrator', 'information-office')
  export(@Query({ schema: querySchema }) { from, to }: z.output<typeof querySchema>): StreamableFile {
    if (from > to) throw problem('deadline-supervision.period-reversed');
    return new StreamableFile(Readable.from(this.exports.lines({ from, to })), { type: mediaType });
  }
}
