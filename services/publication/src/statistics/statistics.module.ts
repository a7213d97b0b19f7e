import { Module } from '@nestjs/common';
import { RedactionModule } from '../redaction/redaction.module.js';
import { StatisticsHandlers } from './statistics.handlers.js';
import { StatisticsReader } from './statistics.reader.js';

/** 统计: closed figures and their corrections as deadline-supervision tells of them. */
@Module({ imports: [RedactionModule], controllers: [StatisticsHandlers], providers: [StatisticsReader], exports: [StatisticsReader] })
export class StatisticsModule {}
