import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { PublicationConfig } from '../../config.js';
import { ErrorPageFilter } from './error-page.filter.js';
import { CONFIG } from '../../tokens.js';

/** Imported after the platform module: of two filters for every error, Nest asks the later one first. */
@Module({})
export class ErrorPageModule {
  static forRoot(config: PublicationConfig): DynamicModule {
    return {
      module: ErrorPageModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: APP_FILTER, useClass: ErrorPageFilter },
      ],
    };
  }
}
