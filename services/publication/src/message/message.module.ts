import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { MessageReader } from './message.reader.js';
import { SimilarRepliesController } from './similar/similar-replies.controller.js';
import { SimilarReplies } from './similar/similar-replies.service.js';

/** Published messages as they are read: filtered, in lists, one with all that belongs to it. */
@Module({ imports: [SearchModule], controllers: [SimilarRepliesController], providers: [MessageReader, SimilarReplies], exports: [MessageReader] })
export class MessageModule {}
