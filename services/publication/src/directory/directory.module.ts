import { Module } from '@nestjs/common';
import { DirectoryHandlers } from './directory.handlers.js';
import { DirectoryReader } from './directory.reader.js';

/** 信箱、账号名录, as intake tells of it. */
@Module({ controllers: [DirectoryHandlers], providers: [DirectoryReader], exports: [DirectoryReader] })
export class DirectoryModule {}
