import { Module } from '@nestjs/common';
import { GroupingModule } from './grouping/grouping.module.js';
import { HotIssueController } from './hot-issue.controller.js';
import { HotIssueService } from './hot-issue.service.js';
import { LikesController } from './likes/likes.controller.js';
import { LikesService } from './likes/likes.service.js';
import { HotIssueView } from './view/hot-issue.view.js';
import { HotIssueThread } from './worker/hot-issue-thread.js';

/** 热点问题: what many people speak of, across channels. */
@Module({
  imports: [GroupingModule],
  controllers: [HotIssueController, LikesController],
  providers: [HotIssueThread, HotIssueService, HotIssueView, LikesService],
  exports: [HotIssueService, HotIssueView],
})
export class HotIssueModule {}
