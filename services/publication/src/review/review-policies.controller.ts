import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { channels, channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, audit, CurrentCaller, DATA_SOURCE, Operation, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import type { ReviewMode } from '../publishing/review-policy.entity.js';
import { CLOCK } from '../tokens.js';
import { policyChangeSchema, policySchema } from './review.schemas.js';

/** What waits for the office before it is published, by channel: data of the city. */
@Controller('v1/review-policies')
export class ReviewPoliciesController {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ id: 'readReviewPolicies', tag: 'Review', summary: 'What waits for the office, of each channel', answers: { 200: z.object({ policies: z.array(policySchema) }) } })
  @Allow('information-office', 'administrator')
  async list() {
    const rows = await this.dataSource.query<{ channel: ChannelName; review: ReviewMode }[]>('SELECT channel, review FROM review_policy');
    return { policies: channels.map((channel) => ({ channel, review: rows.find((row) => row.channel === channel)?.review ?? 'none' })) };
  }

  @Put(':channel')
  @Operation({
    id: 'changeReviewPolicy',
    tag: 'Review',
    summary: 'Says what waits for the office in a channel: none, soft-findings or all',
    description: 'For replies that come from then on; what waits already is decided by the office.',
    answers: { 200: policySchema },
  })
  @Allow('administrator')
  change(@Param('channel', { schema: channelSchema }) channel: ChannelName, @Body({ schema: policyChangeSchema }) { review, reason }: z.output<typeof policyChangeSchema>, @CurrentCaller() by: Caller) {
    return this.dataSource.transaction(async (manager) => {
      const at = this.clock.now();
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('review policy ' || current_schema()))`);
      const [before] = await manager.query<{ review: ReviewMode }[]>('SELECT review FROM review_policy WHERE channel = $1', [channel]);
      await manager.query(
        `INSERT INTO review_policy (channel, review, changed_at) VALUES ($1, $2, $3) ON CONFLICT (channel) DO UPDATE SET review = excluded.review, changed_at = excluded.changed_at`,
        [channel, review, at],
      );
      await audit(manager, { by, at, did: 'review-policy.changed', about: channel, before: { review: before?.review ?? 'none' }, after: { review }, details: { reason } });
      return { channel, review };
    });
  }
}
