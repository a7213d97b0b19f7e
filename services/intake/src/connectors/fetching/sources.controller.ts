import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Allow, Operation, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { sourceSchema, Sources } from './sources.service.js';

const sourcePageSchema = z.object(pageQuery(z.string().regex(/^[a-z0-9-]{1,40} [^\u0000]{1,200}$/), { limit: 100, atMost: 200 }));

@Controller('v1/sources')
export class SourcesController {
  constructor(@Inject(Sources) private readonly sources: Sources) {}

  @Get()
  @Allow('information-office', 'security-administrator', 'administrator')
  @Operation({
    id: 'listSources',
    tag: 'Administration',
    summary: 'What is fetched from 接入来源: mailboxes and accounts, when each was last read, what fails, and when its token runs out; what needs somebody first',
    answers: { 200: pageOf(sourceSchema) },
  })
  list(@Query({ schema: sourcePageSchema }) page: z.output<typeof sourcePageSchema>) {
    return this.sources.page(page);
  }
}
