import { Body, Controller, Inject, Param, Put } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { AnyKeyRequired, PresentedKey } from '../access/channel-key.guard.js';
import type { AdmittedKey } from '../access/channel-keys.js';
import { problem } from '../problems.js';
import { likeCountsSchema } from './likes.rules.js';
import { LikesService } from './likes.service.js';

const unknownSchema = z.object({ unknown: z.array(z.string()).describe('external ids under which this channel has registered nothing') });

@Controller('v1/channels/:channel/likes')
export class LikesController {
  constructor(@Inject(LikesService) private readonly likes: LikesService) {}

  @Put()
  @AnyKeyRequired()
  @Operation({
    id: 'countLikes',
    tag: 'Channels',
    summary: 'How often messages of this channel have been liked 点赞',
    description: 'Of several counts of a message the latest `countedAt` holds, in whatever order they come; the same request again changes nothing.',
    zh: '报送点赞数，一次至多1000条；以 countedAt 最晚的为准。返回没有受理过的编号。',
    examples: { body: { counts: [{ externalId: 'board-20260918-1', likes: 37, countedAt: '2026-09-19T08:00:00+08:00' }] }, answer: { unknown: [] } },
    answers: { 200: unknownSchema },
    problems: problem.pick('intake.channel-without-likes', 'intake.counted-in-future', 'intake.overloaded'),
  })
  async count(
    @Param('channel', { schema: channelSchema }) _: ChannelName,
    @PresentedKey() key: AdmittedKey,
    @Body({ schema: likeCountsSchema }) { counts }: z.output<typeof likeCountsSchema>,
  ): Promise<z.infer<typeof unknownSchema>> {
    return { unknown: await this.likes.count(key, counts) };
  }
}
