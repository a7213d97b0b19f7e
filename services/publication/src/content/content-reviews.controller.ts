import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../problems.js';
import { ContentReviewsService } from './content-reviews.service.js';
import { contentDecisionSchema, contentReviewListSchema, contentReviewSchema, contentSchema } from './content.schemas.js';
import { ContentService } from './content.service.js';

@Controller('v1/content-reviews')
@Allow('information-office')
export class ContentReviewsController {
  constructor(
    @Inject(ContentReviewsService) private readonly reviews: ContentReviewsService,
    @Inject(ContentService) private readonly content: ContentService,
  ) {}

  @Get()
  @Operation({
    id: 'listContentReviews',
    tag: 'Content',
    summary: 'Messages that are not shown as they came 内容审核, by when they are due',
    description: 'With the words that led to it. Title and text are redacted.',
    answers: { 200: pageOf(contentReviewSchema) },
  })
  list(@Query({ schema: contentReviewListSchema }) query: z.output<typeof contentReviewListSchema>) {
    return this.reviews.list(query);
  }

  @Post(':messageId/decisions')
  @Operation({
    id: 'decideContentReview',
    tag: 'Content',
    summary: 'Shows the message as its writer chose, keeps it private, or takes it down',
    answers: { 201: { schema: contentSchema, headers: ['location'] }, 200: contentSchema },
    problems: problem.pick('publication.message-not-found', 'publication.content-review-not-found', 'publication.content-review-decided'),
  })
  async decide(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Body({ schema: contentDecisionSchema }) { decision, reason }: z.output<typeof contentDecisionSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { isRepeat, ...content } = await this.content.change(messageId, decision, reason, caller);
    void response.status(isRepeat ? 200 : 201);
    if (!isRepeat) void response.header('location', `/v1/messages/${encodeURIComponent(content.messageNumber)}`);
    return content;
  }
}
