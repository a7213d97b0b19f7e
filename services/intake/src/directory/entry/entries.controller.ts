import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../../problems.js';
import { changedEntrySchema, entryClosingSchema, entryPageSchema, entrySchema, newEntrySchema, unregisteredPageSchema, unregisteredSchema, type ChangedEntry, type EntryPage, type NewEntry, type UnregisteredPage } from './entry.schemas.js';
import { DirectoryEntries } from './entries.service.js';

const tag = 'Directory';
const id = { schema: idSchema };
const refusals = ['intake.unknown-unit', 'intake.units-not-known', 'intake.directory-opened-later'] as const;

/** 信箱、账号名录, as it is kept. */
@Controller('v1/directory')
@Allow('administrator', 'information-office')
export class DirectoryEntriesController {
  constructor(@Inject(DirectoryEntries) private readonly entries: DirectoryEntries) {}

  @Get('entries')
  @Operation({ id: 'listDirectoryEntries', tag, summary: 'Entries with who looks after them, and how the platform stands with each: last read, failures, expiry', answers: { 200: pageOf(entrySchema) } })
  list(@Query({ schema: entryPageSchema }) page: EntryPage) {
    return this.entries.page(page);
  }

  @Get('unregistered')
  @Operation({ id: 'listUnregisteredSources', tag, summary: 'Mailboxes, accounts and integrations that the platform is connected with, and that no open entry names 未登记', answers: { 200: pageOf(unregisteredSchema) } })
  unregistered(@Query({ schema: unregisteredPageSchema }) page: UnregisteredPage) {
    return this.entries.unregistered(page);
  }

  @Post('entries')
  @Operation({
    id: 'openDirectoryEntry', tag, summary: 'Enters a mailbox, an account or an integration, which is public from then on',
    description: 'Of an integration nothing is public. The same again is answered with the entry that there is.',
    answers: { 201: { schema: entrySchema, headers: ['location'] }, 200: entrySchema }, problems: problem.pick(...refusals, 'intake.directory-address-taken'),
  })
  async open(@Body({ schema: newEntrySchema }) body: NewEntry, @CurrentCaller() by: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const { isRepeat, entry } = await this.entries.open(body, by);
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/directory/entries/${entry.entryId}`);
    return entry;
  }

  @Put('entries/:entryId')
  @Operation({
    id: 'changeDirectoryEntry', tag, summary: 'Says anew whose it is, what it is called and who looks after it',
    description: 'Another address is another entry. The audit log has what it was before.',
    answers: { 200: entrySchema }, problems: problem.pick(...refusals, 'intake.directory-entry-not-found', 'intake.directory-entry-closed', 'intake.directory-entry-changed'),
  })
  change(@Param('entryId', id) entryId: string, @Body({ schema: changedEntrySchema }) body: ChangedEntry, @CurrentCaller() by: Caller) {
    return this.entries.change(entryId, body, by);
  }

  @Post('entries/:entryId/closings')
  @HttpCode(200)
  @Operation({ id: 'closeDirectoryEntry', tag, summary: 'Closes an entry 停用 from today on', answers: { 200: entrySchema }, problems: problem.pick('intake.directory-entry-not-found', 'intake.directory-entry-closed') })
  close(@Param('entryId', id) entryId: string, @Body({ schema: entryClosingSchema }) { reason }: z.output<typeof entryClosingSchema>, @CurrentCaller() by: Caller) {
    return this.entries.close(entryId, reason, by);
  }
}
