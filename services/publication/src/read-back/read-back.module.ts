import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { CommentsHandlers } from './comments.handlers.js';
import { ReadBackReader } from './read-back.reader.js';
import { ReadBack } from './read-back.service.js';

/** 回读: whether what is published can be read from outside. */
@Module({ imports: [MessageModule], controllers: [CommentsHandlers], providers: [ReadBack, ReadBackReader], exports: [ReadBackReader] })
export class ReadBackModule {}
