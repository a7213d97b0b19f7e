import { randomUUID } from 'node:crypto';
import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { ServiceConfig } from './config.js';
import { answerClientError, answerFrameworkError } from './early-error.js';
import { NestLogger, createLogger } from './logging.js';
import { openApiDocument, type ServiceDocument } from './openapi/document.js';
import { endOnSignal } from './shutdown.js';
import { observeRequests } from './telemetry/requests.js';

export interface ServiceOptions {
  service: string;
  config: ServiceConfig;
  /** Served as /openapi.json and /docs. */
  document?: ServiceDocument;
  /** Bytes; a larger body is answered 413. */
  bodyLimit?: number;
}

export function fastifyAdapter(options: { bodyLimit?: number } = {}): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? 256 * 1024,
    genReqId: () => randomUUID(),
    trustProxy: false,
    // A channel's external id, up to 200 characters, is part of a path.
    routerOptions: { maxParamLength: 500 },
    // At the end what is open is answered, and what is idle is closed.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  });
}

/** Creates a service's application with its HTTP side complete; the caller connects the bus and listens. */
export async function createService(module: Type<unknown> | DynamicModule, options: ServiceOptions): Promise<NestFastifyApplication> {
  const logger = createLogger(options.service, options.config.LOG_LEVEL);
  const app = await NestFactory.create<NestFastifyApplication>(module as Type<unknown>, fastifyAdapter(options), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  configureHttp(app, options);
  endOnSignal(app, options.config);
  return app;
}

/** The same for an application that a spec has created. */
export function configureHttp(app: NestFastifyApplication, options: ServiceOptions): void {
  observeRequests(app);
  const { document } = options;
  if (!document) return;
  SwaggerModule.setup('docs', app, () => openApiDocument(app, document), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}
