import { Module } from '@nestjs/common';
import { PublishingService } from './publishing.service.js';

/** What units submitted, judged by the gate and published or returned. */
@Module({ providers: [PublishingService], exports: [PublishingService] })
export class PublishingModule {}
