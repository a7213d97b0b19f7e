import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { z } from 'zod';
import { platformProblem } from '../problem/problem.js';

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/;

/** For `reads.headers` of an `@Operation`. */
export const idempotencyKeyHeader = {
  'idempotency-key': z.string().regex(idempotencyKeyPattern).optional().describe('the same key again: the same answer, with 200; without one the same words within a minute are the same request'),
};

/** A request without a key that comes again within so long, to the word, is the same: a double click, or a lost answer. */
export const sameWithinMs = 60_000;

/** The `Idempotency-Key` header: 1 to 200 printable ASCII characters, or absent. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const header = context.switchToHttp().getRequest<{ headers: Record<string, string | string[] | undefined> }>().headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header !== 'string' || !idempotencyKeyPattern.test(header)) {
    const errors = [{ pointer: '/headers/idempotency-key', code: 'invalid' }];
    throw platformProblem('invalid-request', { errors, parameters: { fields: 'Idempotency-Key' } });
  }
  return header;
});
