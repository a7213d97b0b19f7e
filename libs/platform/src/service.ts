import { randomUUID } from 'node:crypto';
import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { guardBodies } from './access/before-body.js';
import { leastBodyLimit } from './access/body-limit.js';
import type { ServiceConfig } from './config.js';
import { answerClientError, answerFrameworkError } from './problem/early-error.js';
import { NestLogger, createLogger } from './logging.js';
import { openApiDocument, type ServiceDocument } from './openapi/document.js';
import { endOnSignal } from './shutdown.js';
import { platformProblem } from './problem/problem.js';
import { isUtf8, readForm, readJson } from './request-body.js';
import { observeRequests } from './telemetry/requests.js';

export interface ServiceOptions {
  service: string;
  config: ServiceConfig;
  /** Served as /openapi.json and /docs. */
  document?: ServiceDocument;
}

/** A request has to arrive within so long, headers and body; whoever takes longer is answered 408. */
const arrivalMs = 60_000;

export function fastifyAdapter(options: { arrivalMs?: number; connections?: number; trustedProxies?: string[] } = {}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    // Of what no endpoint takes; each endpoint has its own.
    bodyLimit: leastBodyLimit,
    requestTimeout: options.arrivalMs ?? arrivalMs,
    // How often Node looks for those that are late; by default every half minute.
    http: { headersTimeout: Math.min(20_000, options.arrivalMs ?? arrivalMs), connectionsCheckingInterval: Math.min(2_000, options.arrivalMs ?? arrivalMs) },
    genReqId: () => randomUUID(),
    trustProxy: options.trustedProxies ?? false,
    // A channel's external id, up to 200 characters, is part of a path.
    routerOptions: { maxParamLength: 500 },
    // At the end what is open is answered, and what is idle is closed.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  });
  adapter.getInstance().server.maxConnections = options.connections ?? defaultConnections;
  useParser(adapter, 'application/json', readJson);
  useParser(adapter, 'application/x-www-form-urlencoded', readForm);
  return adapter;
}

/** Open connections of one replica; beyond them new ones are closed at once. Behind a gateway there are some dozens. */
const defaultConnections = 5_000;

/** A parser that is set so goes before the framework's, which reads leniently. Before the routes are made. */
export function useParser(adapter: Pick<FastifyAdapter, 'useBodyParser'>, type: string, read: (bytes: Buffer) => unknown): void {
  adapter.useBodyParser(type, false, {}, (request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: unknown) => void) => {
    try {
      if (!isUtf8(request.headers['content-type'])) throw platformProblem('unsupported-media-type');
      done(null, read(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Creates a service's application with its HTTP side complete; the caller connects the bus and listens. */
export async function createService(module: Type<unknown> | DynamicModule, options: ServiceOptions): Promise<NestFastifyApplication> {
  const logger = createLogger(options.service, options.config.LOG_LEVEL);
  const app = await NestFactory.create<NestFastifyApplication>(module as Type<unknown>, fastifyAdapter({ trustedProxies: options.config.TRUSTED_PROXIES }), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  configureHttp(app, options);
  endOnSignal(app, options.config);
  return app;
}

/** The same for an application that a spec has created. */
export function configureHttp(app: NestFastifyApplication, options: ServiceOptions): void {
  guardBodies(app);
  observeRequests(app);
  const { document } = options;
  if (!document) return;
  SwaggerModule.setup('docs', app, () => openApiDocument(app, document), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}
