import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { isStorableText, type ChannelName } from '@wenzheng/contracts';
import { z } from 'zod';
import { ChannelKeyRequired } from '../access/channel-key.guard.js';
import { ReconciliationService, reconciliationSchema, type Reconciliation, type ReconciliationQuery } from './reconciliation.service.js';
import { StatusService, type MessageState } from './status.service.js';

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
  stateOf(@Param('channel') channel: ChannelName, @Param('externalId', { schema: externalIdSchema }) externalId: string): Promise<MessageState> {
    return this.status.stateOf(channel, externalId);
  }

  @Get('reconciliation')
  @ChannelKeyRequired()
  @Header('cache-control', 'no-store')
  reconcile(@Param('channel') channel: ChannelName, @Query({ schema: reconciliationSchema }) query: ReconciliationQuery): Promise<Reconciliation> {
    return this.reconciliation.page(channel, query);
  }
}
