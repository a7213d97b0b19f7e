import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { MessageLists } from './message-lists.js';
import { MessageReader } from './message.reader.js';
import { PublicationsReader } from './publications.reader.js';
import { PublishedMonths } from './published-months.js';
import { PublishedWords } from './published-words.js';
import { SimilarRepliesController } from './similar/similar-replies.controller.js';
import { SimilarReplies } from './similar/similar-replies.service.js';

/** Published messages as they are read: filtered, in lists, one with all that belongs to it. */
@Module({ imports: [SearchModule], controllers: [SimilarRepliesController], providers: [MessageReader, MessageLists, PublicationsReader, PublishedMonths, PublishedWords, SimilarReplies], exports: [MessageReader, MessageLists, PublicationsReader, PublishedMonths, PublishedWords] })
export class MessageModule {}
