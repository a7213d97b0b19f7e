import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** Who did what 审计. What others need of it is the function {@link audit}, in the transaction of the deed. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
