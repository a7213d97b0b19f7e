import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { BoardController } from './board.controller.js';
import { BoardService } from './board.service.js';

/** 时限看板: what is due and what is late, by unit. */
@Module({ imports: [RulebookModule], controllers: [BoardController], providers: [BoardService] })
export class BoardModule {}
