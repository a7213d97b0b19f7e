import { Module } from '@nestjs/common';
import { LikesHandlers } from '../likes/likes.handlers.js';
import { IssueReview } from '../review/issue-review.js';
import { GroupingHandlers } from './grouping.handlers.js';
import { HotIssueGrouping } from './grouping.service.js';

/** What hot issues do with events: in a thread of their own, or in the process itself where there is none. */
@Module({ controllers: [GroupingHandlers, LikesHandlers], providers: [HotIssueGrouping, IssueReview] })
export class GroupingModule {}
