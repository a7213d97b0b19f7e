import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** Who did what 审计, for auditors alone. What others need of it is the function `audit`, in the transaction of the deed. Needs `auditMigrations`. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
