import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorPageFilter, SITE } from './error-page.filter.js';
import type { Site } from './site.js';

/** Imported after the platform module: of two filters for every error, Nest asks the later one first. */
@Module({})
export class ErrorPageModule {
  static forRoot(site: Site): DynamicModule {
    return {
      module: ErrorPageModule,
      providers: [
        { provide: SITE, useValue: site },
        { provide: APP_FILTER, useClass: ErrorPageFilter },
      ],
    };
  }
}
