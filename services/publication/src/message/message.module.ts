import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { MessageReader } from './message.reader.js';

/** Published messages as they are read: filtered, in lists, one with all that belongs to it. */
@Module({ imports: [SearchModule], providers: [MessageReader], exports: [MessageReader] })
export class MessageModule {}
