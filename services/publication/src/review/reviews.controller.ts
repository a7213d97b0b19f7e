import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { decidedSchema, decisionSchema, reviewListSchema, reviewSchema } from './review.schemas.js';
import { ReviewsService } from './reviews.service.js';

@Controller('v1/reviews')
@Allow('information-office')
export class ReviewsController {
  constructor(@Inject(ReviewsService) private readonly reviews: ReviewsService) {}

  @Get()
  @Operation({
    id: 'listReviews',
    tag: 'Review',
    summary: 'Replies that wait for the office before they are published 审核发布中, by when they are due',
    description: 'With `state` published or returned: those that waited and were decided.',
    answers: { 200: pageOf(reviewSchema) },
  })
  list(@Query({ schema: reviewListSchema }) query: z.output<typeof reviewListSchema>) {
    return this.reviews.list(query);
  }

  @Post(':replyId/decisions')
  @Operation({
    id: 'decideReview',
    tag: 'Review',
    summary: 'Publishes the reply, or returns it to the unit',
    description: 'The reason of a return goes to the unit. The same decision again is answered 200 and changes nothing.',
    answers: { 201: { schema: decidedSchema, headers: ['location'] }, 200: decidedSchema },
    problems: problem.pick('publication.review-not-found', 'publication.review-decided'),
  })
  async decide(
    @Param('replyId', { schema: z.uuid() }) replyId: string,
    @Body({ schema: decisionSchema }) body: z.output<typeof decisionSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { isRepeat, ...decided } = await this.reviews.decide(replyId, body, caller);
    void response.status(isRepeat ? 200 : 201);
    if (!isRepeat) void response.header('location', `/v1/reviews?state=${decided.state}`);
    return decided;
  }
}
