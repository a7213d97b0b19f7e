import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { channelSchema, isStorableText, type ChannelName } from '@wenzheng/contracts';
import { Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { AnyKeyRequired, PresentedKey } from '../access/channel-key.guard.js';
import type { AdmittedKey } from '../access/channel-keys.js';
import { problem } from '../problems.js';
import { Sandbox } from '../sandbox/sandbox.service.js';
import { ReconciliationService, reconciliationPageSchema, reconciliationSchema, type Reconciliation, type ReconciliationQuery } from './reconciliation.service.js';
import { reconciliationExample, stateExample } from './status.examples.js';
import { messageStateSchema, StatusService, type MessageState } from './status.service.js';

const externalIdSchema = z.string().min(1).max(200).refine(isStorableText);

@Controller('v1/channels/:channel')
export class StatusController {
  constructor(
    @Inject(StatusService) private readonly status: StatusService,
    @Inject(ReconciliationService) private readonly reconciliation: ReconciliationService,
    @Inject(Sandbox) private readonly sandbox: Sandbox,
  ) {}

  @Get('messages/:externalId')
  @AnyKeyRequired()
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'readMessageState',
    tag: 'Channels',
    summary: 'How a message stands that this channel has pushed',
    zh: '一件留言的现状：办结方式、承办单位、各次答复和延期说明、办理经过，以及每次送回的情况。',
    examples: { answer: stateExample },
    answers: { 200: messageStateSchema },
    problems: problem.pick('intake.message-not-found'),
  })
  stateOf(@Param('channel', { schema: channelSchema }) channel: ChannelName, @PresentedKey() key: AdmittedKey, @Param('externalId', { schema: externalIdSchema }) externalId: string): Promise<MessageState> {
    return key.sandbox ? (this.sandbox.stateOf(key, externalId) as Promise<MessageState>) : this.status.stateOf(channel, externalId);
  }

  @Get('reconciliation')
  @AnyKeyRequired()
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'reconcile',
    tag: 'Channels',
    summary: 'Counts per day, and every id: proves that nothing was lost',
    description: 'Over business dates of registration, both included, at most 92 days.',
    zh: '按受理日期列出每天的件数和全部编号，首尾两天都包括，一次至多92天；请每天对前一天的账。',
    examples: { answer: reconciliationExample },
    answers: { 200: reconciliationPageSchema },
  })
  reconcile(@Param('channel', { schema: channelSchema }) _: ChannelName, @PresentedKey() key: AdmittedKey, @Query({ schema: reconciliationSchema }) query: ReconciliationQuery): Promise<Reconciliation> {
    return this.reconciliation.page(key, query);
  }
}
