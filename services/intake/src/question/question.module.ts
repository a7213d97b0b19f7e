import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { QuestionsController } from './questions.controller.js';
import { Questions } from './questions.service.js';

/** 提问 in sessions: the host's queue, and what was answered live. */
@Module({ imports: [SessionModule], controllers: [QuestionsController], providers: [Questions] })
export class QuestionModule {}
