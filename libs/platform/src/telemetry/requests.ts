import { context, type Histogram } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '../logging.js';
import { isTracing } from './caused-work.js';
import { Metrics } from './metrics.js';
import { platformMetrics } from './platform-metrics.js';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures, logs and names requests by the route's pattern, never by the address that was called, which can hold a number or a name. */
export function observeRequests(app: NestFastifyApplication): void {
  const logger = app.get<Logger>(LOGGER);
  const durations = app.get(Metrics).histogram(platformMetrics.requestDuration);
  const fastify = app.getHttpAdapter().getInstance();
  if (isTracing()) {
    fastify.addHook('onRequest', (request, _reply, done) => {
      const metadata = getRPCMetadata(context.active());
      if (metadata?.type === RPCType.HTTP) metadata.route = request.routeOptions.url ?? '';
      done();
    });
  }
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(durations, request, reply);
    log(logger, request, reply);
    done();
  });
}

function measure(durations: Histogram, request: FastifyRequest, reply: FastifyReply): void {
  durations.record(reply.elapsedTime / 1_000, {
    http_route: request.routeOptions.url ?? 'unknown',
    http_request_method: methods.has(request.method) ? request.method : '_OTHER',
    http_response_status_code: reply.statusCode,
  });
}

/** One line a request. */
function log(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const line = {
    request: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
  };
  if (line.route.startsWith('/health') || line.route === '/metrics') logger.trace(line, 'request');
  else logger.debug(line, 'request');
}
