import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import type { z } from 'zod';
import { importSchema } from './import.rules.js';
import { Imports } from './imports.service.js';

/** Five hundred of the longest replies fit; every other route keeps the platform's smaller limit. */
export const importBodyLimit = 16 * 1024 * 1024;
export const importRoute = '/v1/imports';

@Controller('v1/imports')
@Allow('administrator')
export class ImportController {
  constructor(@Inject(Imports) private readonly imports: Imports) {}

  /** Says of each item what became of it; 200 also where items were refused. */
  @Post()
  @HttpCode(200)
  async import(@Body({ schema: importSchema }) body: z.output<typeof importSchema>, @CurrentCaller() caller: Caller) {
    return { results: await this.imports.import(body, caller.subject) };
  }
}
