import { Module } from '@nestjs/common';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';

/** Messages of the past. */
@Module({ imports: [ReceiptModule], controllers: [ImportController], providers: [ImportService] })
export class ImportModule {}
