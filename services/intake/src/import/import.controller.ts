import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { importSchema, lineResultSchema, type ImportRequest } from './import.rules.js';
import { ImportService } from './import.service.js';

const resultsSchema = z.object({ results: z.array(lineResultSchema) });

@Controller('v1/imports')
export class ImportController {
  constructor(@Inject(ImportService) private readonly imports: ImportService) {}

  /** One result per line, in their order. The same request again changes nothing. */
  @Post()
  @HttpCode(200)
  @Allow('administrator')
  @Operation({
    id: 'importMessages',
    tag: 'Administration',
    summary: 'Brings in messages of the past',
    description: 'One result per line, in their order. The same request again changes nothing. At most 8 MiB.',
    answers: { 200: resultsSchema },
    // Each line is checked by itself.
    bodyLimit: 8 * 2 ** 20,
    problems: problem.pick('intake.outcome-unknown'),
  })
  async import(@Body({ schema: importSchema }) body: ImportRequest): Promise<z.infer<typeof resultsSchema>> {
    return { results: await this.imports.import(body) };
  }
}
