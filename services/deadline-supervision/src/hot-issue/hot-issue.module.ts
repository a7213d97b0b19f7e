import { Module } from '@nestjs/common';
import { Judgement } from './grouping/judgement.js';
import { HotIssueQueue } from './grouping/queue.js';
import { HotIssueSequencer } from './grouping/sequencer.js';
import { HotIssueLoop } from './grouping/sequencer.loop.js';
import { HotIssueHandlers } from './hot-issue.handlers.js';
import { HotIssueController } from './hot-issue.controller.js';
import { HotIssueService } from './hot-issue.service.js';
import { HotIssueView } from './hot-issue.view.js';
import { LikesController } from './likes/likes.controller.js';
import { LikesHandlers } from './likes/likes.handlers.js';
import { LikesService } from './likes/likes.service.js';

/** 热点问题: what many people speak of, across channels. */
@Module({
  controllers: [HotIssueHandlers, HotIssueController, LikesHandlers, LikesController],
  providers: [HotIssueQueue, Judgement, HotIssueSequencer, HotIssueLoop, HotIssueService, HotIssueView, LikesService],
  exports: [HotIssueService, HotIssueView],
})
export class HotIssueModule {}
