import { Module, type DynamicModule } from '@nestjs/common';
import { AUDIT_CLOCK, AuditController } from './audit.controller.js';

/** Who did what 审计, for auditors alone. What others need of it is the function `audit`, in the transaction of the deed. Needs `auditMigrations`. */
@Module({})
export class AuditModule {
  /** @param clock business time: an export of the log is a deed too */
  static forRoot(clock: { now(): Date }): DynamicModule {
    return { module: AuditModule, controllers: [AuditController], providers: [{ provide: AUDIT_CLOCK, useValue: clock }] };
  }
}
