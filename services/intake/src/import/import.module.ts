import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';

/** Messages of the past. */
@Module({ imports: [MessageModule], controllers: [ImportController], providers: [ImportService] })
export class ImportModule {}
