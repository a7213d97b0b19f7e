import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ACCESS, admitCaller, type Access } from './authentication.js';
import { TokenVerifier } from './token-verifier.js';

/** Whoever is unknown may send so much: a number and a tracking code take a few hundred bytes. */
const strangersLimit = 4 * 1024;

const takesBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * Who may not call is not read: before a byte of the body the token of the caller is checked, as the guard does, and endpoints for
 * everyone take {@link strangersLimit}. To be called before the routes are made.
 */
export function guardBodies(app: NestFastifyApplication): void {
  const access = accessByRoute(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (methods.some((method) => takesBody(method) && access.get(`${method} ${route.url}`)?.kind === 'public')) route.bodyLimit = strangersLimit;
  });
  fastify.addHook('onRequest', async (request: FastifyRequest) => {
    const needed = takesBody(request.method) ? access.get(routeOf(request)) : undefined;
    if (needed?.kind === 'roles') await admitCaller(request, needed.roles, app.get(TokenVerifier, { strict: false }));
  });
}

/** The same for endpoints that are `@AllowedBy` a guard of the service's own. */
export function askBeforeBody(app: NestFastifyApplication, name: string, admit: (request: FastifyRequest) => unknown): void {
  const access = accessByRoute(app);
  app.getHttpAdapter().getInstance().addHook('onRequest', async (request: FastifyRequest) => {
    const needed = takesBody(request.method) ? access.get(routeOf(request)) : undefined;
    if (needed?.kind === 'own' && needed.name === name) admit(request);
  });
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? ''}`;

/** What each endpoint says of who may call it, by `POST /v1/imports`. The keys of the metadata are Nest's own. */
function accessByRoute(app: NestFastifyApplication): Map<string, Access> {
  const reflector = app.get(Reflector);
  const found = new Map<string, Access>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      const controller = metatype as Type;
      for (const handler of handlersOf(controller)) {
        const access = reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]);
        const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
        for (const path of [Reflect.getMetadata('path', handler) as string | string[]].flat()) {
          if (access) found.set(`${method} ${joined(Reflect.getMetadata('path', controller) as string, path)}`, access);
        }
      }
    }
  }
  return found;
}

type Handler = (...args: unknown[]) => unknown;

function handlersOf({ prototype }: Type): Handler[] {
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  const values = names.map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown);
  return values.filter((value): value is Handler => typeof value === 'function' && Reflect.hasMetadata('path', value) && Reflect.hasMetadata('method', value));
}

const joined = (...parts: string[]): string => `/${parts.flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;
