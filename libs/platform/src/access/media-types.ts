import type { IncomingHttpHeaders } from 'node:http';
import type { Type } from '@nestjs/common';
import { platformProblem } from '../problem/problem.js';
import { bodySchemaOf } from './body-limit.js';

/** On an operation: of which media types its body may be, where a schema of `@Body` does not say that it is JSON. */
export const MEDIA_TYPES = Symbol('media types');

/** Undefined where it looks at no body. */
export function mediaTypesOf(controller: Type, name: string, handler: (...args: unknown[]) => unknown): readonly string[] | undefined {
  const declared = (Reflect.getMetadata(MEDIA_TYPES, handler) ?? []) as readonly string[];
  if (declared.length > 0) return declared;
  return bodySchemaOf(controller, name) ? ['application/json'] : undefined;
}

/**
 * A body of another type than its endpoint says is not read at all: a form whose fields happen to have the right names is one that a page elsewhere
 * may have sent.
 * @throws Problem `unsupported-media-type`
 */
export function assertTaken({ 'content-type': type, 'content-length': length, 'transfer-encoding': encoding }: IncomingHttpHeaders, taken: readonly string[]): void {
  const isEmpty = encoding === undefined && (length === undefined || length === '0');
  if (isEmpty || taken.includes((type ?? '').split(';')[0]!.trim().toLowerCase())) return;
  throw platformProblem('unsupported-media-type');
}
