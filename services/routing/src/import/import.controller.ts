import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { messageIdSchema, prose } from '../desk/desk-http.js';
import { Imports } from './imports.service.js';

/** Five hundred of the longest replies fit; every other route keeps the platform's smaller limit. */
export const importBodyLimit = 16 * 1024 * 1024;
export const importRoute = '/v1/imports';

const importSchema = z.strictObject({
  unit: z.string().min(1).max(64).optional(),
  items: z
    .array(
      z.strictObject({
        messageId: messageIdSchema,
        reply: z
          .strictObject({
            text: prose(20_000),
            submittedAt: z.iso.datetime({ offset: true }),
          })
          .optional(),
      }),
    )
    .min(1)
    .max(500),
});

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
