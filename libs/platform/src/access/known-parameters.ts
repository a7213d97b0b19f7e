import { Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalidRequest } from '../problem/invalid-request.js';

/** Names that an operation reads from the query without a schema of `@Query`. */
export const QUERY_NAMES = Symbol('query names');

/** On an operation that people open by its address: it is the same page with what they did not write into the address. */
export const IS_PAGE = Symbol('is page');

/** On an operation whose address others write. */
export const TAKES_ANY_QUERY = Symbol('takes any query');

/** Nest's own: what stands under it is `paramtype:index`, and 4 is the type of a query. */
const routeArguments = '__routeArguments__';
type Handler = ReturnType<ExecutionContext['getHandler']>;
type Query = Record<string, string | string[]>;
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
    const query = (context.switchToHttp().getRequest<FastifyRequest>().query ?? {}) as Query;
    if (Reflect.getMetadata(TAKES_ANY_QUERY, context.getHandler()) === true) return true;
    if (Reflect.getMetadata(IS_PAGE, context.getHandler()) === true) dropShareMarks(query);
    const names = Object.keys(query);
    if (names.length > 0) assertKnown(names, this.knownTo(context.getClass(), context.getHandler()));
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
  if (unknown.length > 0) throw invalidRequest([{ message: '', code: 'unrecognized_keys', keys: unknown, path: [] }]);
}

/**
 * What WeChat, QQ, Weibo and campaigns append to an address that is passed on. None of them is a filter of ours but WeChat's `from`,
 * which is told from a date by its value.
 */
const shareMarks = /^(utm_\w+|isappinstalled|nsukey|sharer_\w+|share_\w+|scene|clicktime|enterid|_wv|ADTAG|sudaref|fbclid|gclid|spm|wx_?share\w*)$/;
const wechatSources = /^(singlemessage|groupmessage|timeline)$/;

function dropShareMarks(query: Query): void {
  for (const [name, value] of Object.entries(query)) {
    const kept = shareMarks.test(name) ? [] : [value].flat().filter((one) => name !== 'from' || !wechatSources.test(one));
    if (kept.length === 0) delete query[name];
    else query[name] = kept.length === 1 ? kept[0]! : kept;
  }
}

function namesOf(controller: Type, handler: Handler): ReadonlySet<string> {
  const args = (Reflect.getMetadata(routeArguments, controller, handler.name) ?? {}) as Arguments;
  const read = Object.entries(args).flatMap(([place, { data, schema }]) => {
    if (!place.startsWith('4:')) return [];
    return [...(data === undefined ? [] : [data]), ...Object.keys((schema as z.ZodObject | undefined)?.shape ?? {})];
  });
  return new Set([...read, ...((Reflect.getMetadata(QUERY_NAMES, handler) as string[] | undefined) ?? [])]);
}
