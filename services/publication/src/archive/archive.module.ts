import { Module } from '@nestjs/common';
import { ForumModule } from '../forum/forum.module.js';
import { MessageModule } from '../message/message.module.js';
import { SessionModule } from '../session/session.module.js';
import { Archives } from './archives.service.js';
import { Archivist } from './archivist.js';

/** 归档: what is kept of a session that is over, for whoever checks it years later. */
@Module({ imports: [ForumModule, MessageModule, SessionModule], providers: [Archives, Archivist], exports: [Archives] })
export class ArchiveModule {}
