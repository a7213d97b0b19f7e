import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { channelSchema, dateSchema, ledgerEntrySchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, Operation, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { LedgerService } from './ledger.service.js';

const pageSchema = z.object(pageQuery(z.uuid(), { limit: 5_000, atMost: 5_000 }));
const entriesSchema = pageOf(ledgerEntrySchema);

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
    const items = await this.ledger.entries({ channel, date }, page.after, page.limit);
    return { items, next: items.length < page.limit ? null : (items.at(-1)?.messageId ?? null) };
  }
}
