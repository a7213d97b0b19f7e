import { Module } from '@nestjs/common';
import { ProjectionModule } from '../projection/projection.module.js';
import { RedactionModule } from '../redaction/redaction.module.js';
import { SearchModule } from '../search/search.module.js';
import { ContentReviewsController } from './content-reviews.controller.js';
import { ContentReviewsService } from './content-reviews.service.js';
import { ContentController } from './content.controller.js';
import { ContentService } from './content.service.js';
import { HidingService } from './hiding.service.js';

/** Whether and how far content is shown: 内容审核, 撤下, 隐去. */
@Module({ imports: [ProjectionModule, RedactionModule, SearchModule], controllers: [ContentReviewsController, ContentController], providers: [ContentService, ContentReviewsService, HidingService] })
export class ContentModule {}
