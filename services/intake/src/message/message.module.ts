import { Module } from '@nestjs/common';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { MessageBatch } from './message-batch.js';
import { MessageStore } from './message-store.js';

/** 留言: its row, and how batches of rows are written. */
@Module({ imports: [ReceiptModule], providers: [MessageStore, MessageBatch], exports: [MessageStore, MessageBatch] })
export class MessageModule {}
