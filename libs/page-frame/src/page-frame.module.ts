import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ErrorPageFilter, SITE } from './error-page.filter.js';
import { forReader, readerOf } from './reader.js';
import type { Site } from './site.js';

/** Whatever a service renders is rendered for the reader who asks, errors too. Imported after the platform module: of two filters for every error, Nest asks the later one first. */
@Module({})
export class PageFrameModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  static forRoot(site: Site): DynamicModule {
    return {
      module: PageFrameModule,
      providers: [
        { provide: SITE, useValue: site },
        { provide: APP_FILTER, useClass: ErrorPageFilter },
      ],
    };
  }

  onModuleInit(): void {
    // After the body was read: what reads it is called back from the connection, which knows of no request.
    const fastify: FastifyInstance = this.host.httpAdapter.getInstance();
    fastify.addHook('preHandler', (request, _reply, done) => forReader(readerOf(request), done));
  }
}
