import { Module } from '@nestjs/common';
import { SearchIndexer } from './search-indexer.js';
import { WordSearch } from './word-search.js';

/** Which public messages contain what somebody looks for. */
@Module({ providers: [SearchIndexer, WordSearch], exports: [SearchIndexer, WordSearch] })
export class SearchModule {}
