import { Module } from '@nestjs/common';
import { Hidings } from './hidings.js';
import { RedactionService } from './redaction.service.js';

/** 脱敏: what stands in public words of people, hidden before anything is stored. */
@Module({ providers: [RedactionService, Hidings], exports: [RedactionService, Hidings] })
export class RedactionModule {}
