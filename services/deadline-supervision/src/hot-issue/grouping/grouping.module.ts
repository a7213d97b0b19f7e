import { Module } from '@nestjs/common';
import { ForgettingHandlers } from '../forgetting/forgetting.handlers.js';
import { Forgetting } from '../forgetting/forgetting.service.js';
import { LikesHandlers } from '../likes/likes.handlers.js';
import { IssueReview } from '../review/issue-review.js';
import { GroupingHandlers } from './grouping.handlers.js';
import { HotIssueGrouping } from './grouping.service.js';

/** What hot issues do with events: in a thread of their own, or in the process itself where there is none. */
@Module({ controllers: [GroupingHandlers, LikesHandlers, ForgettingHandlers], providers: [HotIssueGrouping, IssueReview, Forgetting] })
export class GroupingModule {}
