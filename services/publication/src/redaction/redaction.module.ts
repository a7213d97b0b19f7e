import { Module } from '@nestjs/common';
import { RedactionService } from './redaction.service.js';

/** 脱敏: what stands in public words of people, hidden before anything is stored. */
@Module({ providers: [RedactionService], exports: [RedactionService] })
export class RedactionModule {}
