import { Module } from '@nestjs/common';
import { WordSearch } from './word-search.js';

/** Which public messages contain what somebody looks for. */
@Module({ providers: [WordSearch], exports: [WordSearch] })
export class SearchModule {}
