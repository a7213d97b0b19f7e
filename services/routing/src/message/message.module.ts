import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { MessageActions } from './action/message-actions.service.js';

/** 留言 as routing holds it: its row, its lock, its state, and the transaction in which a person does something about it. */
@Module({ imports: [UnitModule], providers: [MessageActions], exports: [MessageActions] })
export class MessageModule {}
