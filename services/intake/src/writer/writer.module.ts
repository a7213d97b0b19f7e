import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { WriterController } from './writer.controller.js';
import { WriterService } from './writer.service.js';

/** 留言人: withdraws, objects and rates, by number and code. */
@Module({ imports: [QueryModule], controllers: [WriterController], providers: [WriterService] })
export class WriterModule {}
