import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorPageFilter } from './error-page.filter.js';

/** Imported after the platform module: of two filters for every error, Nest asks the later one first. */
@Module({ providers: [{ provide: APP_FILTER, useClass: ErrorPageFilter }] })
export class PageModule {}
