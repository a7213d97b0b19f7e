import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Operation, pageOf, pageQuery, Public } from '@wenzheng/platform';
import { z } from 'zod';
import { coverageSchema, Directory, directoryUnitSchema } from './directory.service.js';

const directoryPageSchema = z.object(pageQuery(z.string().regex(/^[^\u0000]{1,64}$/), { limit: 100, atMost: 500 }));

/** 信箱、账号名录: everybody may read it. */
@Controller('v1/directory')
@Public()
export class DirectoryController {
  constructor(@Inject(Directory) private readonly directory: Directory) {}

  @Get()
  @Operation({ id: 'listDirectory', tag: 'Directory', summary: 'Every unit with its mailboxes 电子信箱 and microblog accounts 微博账号, those that have none as well', answers: { 200: pageOf(directoryUnitSchema) } })
  list(@Query({ schema: directoryPageSchema }) page: z.output<typeof directoryPageSchema>) {
    return this.directory.page(page);
  }

  @Get('coverage')
  @Operation({ id: 'readDirectoryCoverage', tag: 'Directory', summary: 'Of all units, how many have a published mailbox (R25) and a verified account (R34)', answers: { 200: coverageSchema } })
  coverage() {
    return this.directory.coverage();
  }
}
