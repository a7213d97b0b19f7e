import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { ModulesContainer, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ACCESS, admitCaller, type Access } from './authentication.js';
import { BODY_LIMIT, bodyLimitOf, leastBodyLimit } from './body-limit.js';
import { assertTaken, mediaTypesOf } from './media-types.js';
import { TokenVerifier } from './token-verifier.js';

const takesBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * Who may not call is not read: before a byte of the body the token of the caller is checked, as the guard does; and of a body no more is
 * read than its endpoint takes. To be called before the routes are made.
 */
export function guardBodies(app: NestFastifyApplication): void {
  const routes = routesOf(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    const limits = [route.method].flat().flatMap((method) => routes.get(`${method} ${route.url}`)?.bodyLimit ?? []);
    if (limits.length > 0) route.bodyLimit = Math.max(...limits);
  });
  fastify.addHook('onRequest', async (request: FastifyRequest) => {
    const needed = takesBody(request.method) ? routes.get(routeOf(request))?.access : undefined;
    if (needed?.kind === 'roles') await admitCaller(request, needed.roles, app.get(TokenVerifier, { strict: false }));
  });
  // After everything that asks who calls.
  fastify.addHook('preParsing', async (request: FastifyRequest) => {
    const mediaTypes = takesBody(request.method) ? routes.get(routeOf(request))?.mediaTypes : undefined;
    if (mediaTypes) assertTaken(request.headers, mediaTypes);
  });
}

/** The same for endpoints that are `@AllowedBy` a guard of the service's own. */
export function askBeforeBody(app: NestFastifyApplication, name: string, admit: (request: FastifyRequest) => unknown): void {
  const routes = routesOf(app);
  app.getHttpAdapter().getInstance().addHook('onRequest', async (request: FastifyRequest) => {
    const needed = takesBody(request.method) ? routes.get(routeOf(request))?.access : undefined;
    if (needed?.kind === 'own' && needed.name === name) await admit(request);
  });
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? ''}`;

interface Route {
  /** What it says of who may call it. */
  access?: Access;
  /** Where it takes a body at all: bytes. */
  bodyLimit?: number;
  mediaTypes?: readonly string[];
}

/** The application's endpoints, by `POST /v1/units/:code`. The keys of the metadata are Nest's own. */
export function routesOf(app: INestApplication): Map<string, Route> {
  const reflector = new Reflector();
  const found = new Map<string, Route>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      const controller = metatype as Type;
      for (const [name, handler] of handlersOf(controller)) {
        const access = reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]);
        const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
        const mediaTypes = mediaTypesOf(controller, name, handler);
        const bodyLimit = takesBody(method) ? limitOf(controller, name, handler, access) : undefined;
        for (const path of [Reflect.getMetadata('path', handler) as string | string[]].flat()) {
          found.set(`${method} ${joined(Reflect.getMetadata('path', controller) as string, path)}`, { ...(access ? { access } : {}), ...(bodyLimit === undefined ? {} : { bodyLimit }), ...(mediaTypes ? { mediaTypes } : {}) });
        }
      }
    }
  }
  return found;
}

/** Of whoever is unknown no more is read than the least, unless the endpoint itself says how much: a form that people fill in is longer. */
function limitOf(controller: Type, name: string, handler: Handler, access: Access | undefined): number {
  const limit = bodyLimitOf(controller, name, handler);
  return access?.kind === 'public' && !Reflect.hasMetadata(BODY_LIMIT, handler) ? Math.min(limit, leastBodyLimit) : limit;
}

type Handler = (...args: unknown[]) => unknown;

function handlersOf({ prototype }: Type): [name: string, handler: Handler][] {
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  const values = names.map((name): [string, unknown] => [name, Object.getOwnPropertyDescriptor(prototype, name)?.value]);
  return values.filter((value): value is [string, Handler] => typeof value[1] === 'function' && Reflect.hasMetadata('path', value[1]) && Reflect.hasMetadata('method', value[1]));
}

const joined = (...parts: string[]): string => `/${parts.flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;
