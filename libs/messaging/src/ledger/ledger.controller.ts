import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { channelSchema, dateSchema, ledgerEntrySchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { LedgerService } from './ledger.service.js';

const pageSchema = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(5_000),
});

const entriesSchema = z.object({ entries: z.array(ledgerEntrySchema), next: z.uuid().nullable() });

@Controller('v1/ledger')
export class LedgerController {
  constructor(@Inject(LedgerService) private readonly ledger: LedgerService) {}

  /** One channel and day, message by message: how this service holds each. `next` goes into `after` of the next page. */
  @Get(':channel/:date')
  @Allow('ledger-reader', 'administrator')
  @Operation({
    id: 'readLedger',
    tag: 'Administration',
    summary: 'How this service holds each message of one channel and day',
    description: '`next` goes into `after` of the next page.',
    answers: { 200: entriesSchema },
  })
  async entries(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @Param('date', { schema: dateSchema }) date: string,
    @Query({ schema: pageSchema }) page: z.output<typeof pageSchema>,
  ): Promise<z.infer<typeof entriesSchema>> {
    const entries = await this.ledger.entries({ channel, date }, page.after, page.limit);
    return { entries, next: entries.length < page.limit ? null : (entries.at(-1)?.messageId ?? null) };
  }
}
