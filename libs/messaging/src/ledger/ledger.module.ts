import { Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { LedgerController } from './ledger.controller.js';
import { LEDGER_OPTIONS, LedgerService, type LedgerOptions } from './ledger.service.js';

/** The ledger's setting, for a service's configuration schema. */
export const ledgerConfig = {
  LEDGER_SECONDS: z.coerce.number().min(0.05).max(3_600).default(15).describe('seconds of real time between two counts of the ledger'),
};

/** The conservation law's view of one service: counts on the bus, and one bucket's messages over HTTP. */
@Module({})
export class LedgerModule {
  static forRoot(options: LedgerOptions): DynamicModule {
    return {
      module: LedgerModule,
      controllers: [LedgerController],
      providers: [{ provide: LEDGER_OPTIONS, useValue: options }, LedgerService],
      exports: [LedgerService],
    };
  }
}
