import { Module } from '@nestjs/common';
import { ProjectionModule } from '../projection/projection.module.js';
import { PublishingModule } from '../publishing/publishing.module.js';
import { ReplyChecksController } from './reply-checks.controller.js';
import { ReviewPoliciesController } from './review-policies.controller.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsService } from './reviews.service.js';

/** What waits for the information office, and what the gate would say. */
@Module({ imports: [ProjectionModule, PublishingModule], controllers: [ReviewsController, ReviewPoliciesController, ReplyChecksController], providers: [ReviewsService] })
export class ReviewModule {}
