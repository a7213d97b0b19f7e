import { Module } from '@nestjs/common';
import { RedactionModule } from '../redaction/redaction.module.js';
import { HotIssueHandlers } from './hot-issue.handlers.js';
import { HotIssueReader } from './hot-issue.reader.js';

/** 热点问题 as deadline-supervision tells of them. */
@Module({ imports: [RedactionModule], controllers: [HotIssueHandlers], providers: [HotIssueReader], exports: [HotIssueReader] })
export class HotIssueModule {}
