import { Module } from '@nestjs/common';
import { RedactionModule } from '../redaction/redaction.module.js';
import { ForumHandlers } from './forum.handlers.js';
import { ForumReader } from './forum.reader.js';
import { ForumService } from './forum.service.js';

/** 网民座谈会 as intake tells of them. */
@Module({ imports: [RedactionModule], controllers: [ForumHandlers], providers: [ForumService, ForumReader], exports: [ForumReader] })
export class ForumModule {}
