import { Module } from '@nestjs/common';
import { SessionHandlers } from './session.handlers.js';
import { SessionReader } from './session.reader.js';

/** 在线访谈, 网民座谈会, as intake tells of them. */
@Module({ controllers: [SessionHandlers], providers: [SessionReader], exports: [SessionReader] })
export class SessionModule {}
