import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorPageFilter } from './error-page.filter.js';

/** Imported after the platform module: of two filters for every error, Nest asks the later one first. */
@Module({ providers: [ErrorPageFilter, { provide: APP_FILTER, useExisting: ErrorPageFilter }], exports: [ErrorPageFilter] })
export class PageModule {}
