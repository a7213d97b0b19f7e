import { Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalidRequest } from '../problem/invalid-request.js';

/** Names that an operation reads from the query without a schema of `@Query`. */
export const QUERY_NAMES = Symbol('query names');

/** Nest's own: what stands under it is `paramtype:index`, and 4 is the type of a query. */
const routeArguments = '__routeArguments__';
type Handler = ReturnType<ExecutionContext['getHandler']>;
type Arguments = Record<string, { data?: string; schema?: z.ZodType }>;

/**
 * A query parameter that an endpoint does not know is refused by its name: a mistyped filter that is passed over shows more than was
 * asked for. It comes after the guard that asks who calls.
 */
@Injectable()
export class KnownParametersGuard implements CanActivate {
  private readonly known = new Map<unknown, ReadonlySet<string>>();

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const names = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query ?? {});
    if (names.length === 0) return true;
    const known = this.knownTo(context.getClass(), context.getHandler());
    assertKnown(names, known);
    return true;
  }

  private knownTo(controller: Type, handler: Handler): ReadonlySet<string> {
    const known = this.known.get(handler) ?? namesOf(controller, handler);
    this.known.set(handler, known);
    return known;
  }
}

/** @throws Problem `invalid-request` */
export function assertKnown(names: readonly string[], known: ReadonlySet<string>): void {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) throw invalidRequest([{ message: '', code: 'unrecognized_keys', keys: unknown, path: [] }], '?');
}

function namesOf(controller: Type, handler: Handler): ReadonlySet<string> {
  const args = (Reflect.getMetadata(routeArguments, controller, handler.name) ?? {}) as Arguments;
  const read = Object.entries(args).flatMap(([place, { data, schema }]) => {
    if (!place.startsWith('4:')) return [];
    return [...(data === undefined ? [] : [data]), ...Object.keys((schema as z.ZodObject | undefined)?.shape ?? {})];
  });
  return new Set([...read, ...((Reflect.getMetadata(QUERY_NAMES, handler) as string[] | undefined) ?? [])]);
}
