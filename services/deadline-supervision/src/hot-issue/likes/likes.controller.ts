import { Controller, Get, Inject, Query } from '@nestjs/common';
import { dateSchema } from '@wenzheng/contracts';
import { Allow, Operation, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { likedMessagesSchema } from './likes.schema.js';
import { LikesService } from './likes.service.js';

const pageSchema = z.object({
  atLeast: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  since: dateSchema.optional(),
  ...pageQuery(z.uuid(), { limit: 50, atMost: 100 }),
});

@Controller('v1/hot-issues/liked-messages')
export class LikesController {
  constructor(@Inject(LikesService) private readonly likes: LikesService) {}

  @Get()
  @Operation({
    id: 'listLikedMessages',
    tag: 'Hot issues',
    summary: 'Single messages that many readers have liked 高赞单件, the most liked first',
    description: 'With at least `atLeast` likes (MANY_LIKES unless it is asked for), registered on `since` or later.',
    answers: { 200: likedMessagesSchema },
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau')
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>) {
    return this.likes.messages(page);
  }
}
