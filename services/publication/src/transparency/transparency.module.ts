import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { LogReader } from './log.reader.js';
import { LogWriter } from './log-writer.js';

/** The log of what was publicly said, in which nothing can be changed or left out unseen. */
@Module({ imports: [MessageModule, StatisticsModule], providers: [LogWriter, LogReader], exports: [LogReader, LogWriter] })
export class TransparencyModule {}
