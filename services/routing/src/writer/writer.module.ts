import { Module } from '@nestjs/common';
import { WriterHandlers } from './writer.handlers.js';

/** 留言人: what the writer has done since, by number and code. */
@Module({ controllers: [WriterHandlers] })
export class WriterModule {}
