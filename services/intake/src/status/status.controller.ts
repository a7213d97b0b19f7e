import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { channelSchema, isStorableText, type ChannelName } from '@wenzheng/contracts';
import { Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { ChannelKeyRequired } from '../access/channel-key.guard.js';
import { problem } from '../problems.js';
import { ReconciliationService, reconciliationPageSchema, reconciliationSchema, type Reconciliation, type ReconciliationQuery } from './reconciliation.service.js';
import { messageStateSchema, StatusService, type MessageState } from './status.service.js';

const externalIdSchema = z.string().min(1).max(200).refine(isStorableText);

@Controller('v1/channels/:channel')
export class StatusController {
  constructor(
    @Inject(StatusService) private readonly status: StatusService,
    @Inject(ReconciliationService) private readonly reconciliation: ReconciliationService,
  ) {}

  @Get('messages/:externalId')
  @ChannelKeyRequired()
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'readMessageState',
    tag: 'Channels',
    summary: 'How a message stands that this channel has pushed',
    answers: { 200: messageStateSchema },
    problems: problem.pick('intake.message-not-found'),
  })
  stateOf(@Param('channel', { schema: channelSchema }) channel: ChannelName, @Param('externalId', { schema: externalIdSchema }) externalId: string): Promise<MessageState> {
    return this.status.stateOf(channel, externalId);
  }

  @Get('reconciliation')
  @ChannelKeyRequired()
  @Header('cache-control', 'no-store')
  @Operation({
    id: 'reconcile',
    tag: 'Channels',
    summary: 'Counts per day, and every id: proves that nothing was lost',
    description: 'Over business dates of registration, both included, at most 92 days.',
    answers: { 200: reconciliationPageSchema },
  })
  reconcile(@Param('channel', { schema: channelSchema }) channel: ChannelName, @Query({ schema: reconciliationSchema }) query: ReconciliationQuery): Promise<Reconciliation> {
    return this.reconciliation.page(channel, query);
  }
}
