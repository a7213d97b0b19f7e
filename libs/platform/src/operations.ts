import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { platformProblem } from './problem/problem.js';
import { sendProblem } from './problem/problem.filter.js';

/** What whoever operates the platform asks, and services among each other; it has a port of its own, to which no gateway leads. */
const operational = /^\/(?:health|metrics|v1\/(?:ledger|dead-letters|outbox))(?:\/|$)/;

/** @param route a route's pattern, or the path of an address that one writes oneself: never of one that came in, which may be encoded */
export const isOperational = (route: string): boolean => operational.test(route);

const servers = new WeakMap<NestFastifyApplication, Server>();

/**
 * Each port answers its own routes and knows nothing of the other's. What decides is the route that the router found, however its
 * address was written. To be called before the application is initialised; one without it, as a spec's, answers all on its one port.
 */
export function separateOperations(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const arrivals = new WeakMap<IncomingMessage, 'public' | 'operations'>();
  fastify.server.prependListener('request', (request: IncomingMessage) => arrivals.set(request, 'public'));
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    arrivals.set(request, 'operations');
    fastify.routing(request, response);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const belongs = isOperational(request.routeOptions.url ?? '') ? 'operations' : 'public';
    if (arrivals.get(request.raw) === belongs) done();
    else sendProblem(platformProblem('not-found'), request, reply);
  });
  fastify.addHook('onClose', async () => {
    server.closeIdleConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  servers.set(app, server);
}

/** Opens the port of {@link separateOperations}; the application closes it. @returns its address */
export async function listenForOperations(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  const server = servers.get(app);
  if (!server) throw new Error('operations are not apart in this application');
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
