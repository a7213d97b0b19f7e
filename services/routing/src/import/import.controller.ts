import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { importResultSchema, importSchema } from './import.rules.js';
import { Imports } from './imports.service.js';

@Controller('v1/imports')
@Allow('administrator')
export class ImportController {
  constructor(@Inject(Imports) private readonly imports: Imports) {}

  /** Says of each item what became of it; 200 also where items were refused. */
  @Post()
  @HttpCode(200)
  @Operation({
    id: 'importReplies',
    tag: 'Administration',
    summary: 'Brings in whose the messages of the past were, and their replies',
    description: 'Says of each item what became of it; 200 also where items were refused. One transaction, at most 16 MiB.',
    answers: { 200: z.object({ results: z.array(importResultSchema) }) },
    // Five hundred of the longest replies fit; each is checked by itself.
    bodyLimit: 16 * 2 ** 20,
    problems: problem.pick('routing.unit-not-in-registry'),
  })
  async import(@Body({ schema: importSchema }) body: z.output<typeof importSchema>, @CurrentCaller() caller: Caller) {
    return { results: await this.imports.import(body, caller.subject) };
  }
}
