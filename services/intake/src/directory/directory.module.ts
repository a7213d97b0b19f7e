import { Module } from '@nestjs/common';
import { FetchingModule } from '../connectors/fetching/fetching.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { DirectoryController } from './directory.controller.js';
import { Directory } from './directory.service.js';
import { DirectoryEntriesController } from './entry/entries.controller.js';
import { DirectoryEntries } from './entry/entries.service.js';
import { DirectorySources } from './source/directory-sources.js';

/** 信箱、账号名录: the mailboxes, microblog accounts and integrations of the city, each bound to its unit, and how many units have one. */
@Module({ imports: [FetchingModule, UnitModule], controllers: [DirectoryEntriesController, DirectoryController], providers: [Directory, DirectoryEntries, DirectorySources] })
export class DirectoryModule {}
