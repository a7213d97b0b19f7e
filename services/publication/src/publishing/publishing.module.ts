import { Module } from '@nestjs/common';
import { Gate } from './gate.service.js';
import { PublishingService } from './publishing.service.js';

/** What units submitted, judged by the gate and published or returned. */
@Module({ providers: [Gate, PublishingService], exports: [Gate, PublishingService] })
export class PublishingModule {}
