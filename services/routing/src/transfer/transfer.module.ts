import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { TransferController } from './transfer.controller.js';
import { Transfers } from './transfers.service.js';

/** 转出: to an office outside, which gives its receipt. */
@Module({ imports: [MessageModule], controllers: [TransferController], providers: [Transfers], exports: [Transfers] })
export class TransferModule {}
