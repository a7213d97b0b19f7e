import { Module } from '@nestjs/common';
import { MessageNumbers } from './message-numbers.service.js';

/** 回执: the message number 受理编号 and the tracking code 查询码. */
@Module({ providers: [MessageNumbers], exports: [MessageNumbers] })
export class ReceiptModule {}
