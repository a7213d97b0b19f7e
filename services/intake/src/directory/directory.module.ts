import { Module } from '@nestjs/common';
import { FetchingModule } from '../connectors/fetching/fetching.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { DirectoryController } from './directory.controller.js';
import { Directory } from './directory.service.js';

/** 信箱、账号名录: the mailboxes and microblog accounts of the city, each bound to its unit, and how many units have one. */
@Module({ imports: [FetchingModule, UnitModule], controllers: [DirectoryController], providers: [Directory] })
export class DirectoryModule {}
