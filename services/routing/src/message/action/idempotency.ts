import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { platformProblem, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';

/** One POST about a message: who asks for what, and the key by which a repeat is known. */
export interface ActionRequest<Body> {
  messageId: string;
  caller: Caller;
  body: Body;
  idempotencyKey: string | null;
}

/** The `Idempotency-Key` header: 1 to 200 printable ASCII characters, or absent. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const header = context.switchToHttp().getRequest<{ headers: Record<string, string | string[] | undefined> }>().headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(header)) {
    const errors = [{ pointer: '/headers/idempotency-key', code: 'invalid' }];
    throw platformProblem('invalid-request', { errors, parameters: { fields: 'Idempotency-Key' } });
  }
  return header;
});

/**
 * What the same request by the same caller was answered before. It must be asked under the message's lock: of two
 * simultaneous repeats the second then sees what the first has done.
 * @throws Problem `routing.idempotency-key-reused`
 */
export async function findRepeat<Answer>(manager: EntityManager, operation: string, request: ActionRequest<unknown>): Promise<Answer | undefined> {
  if (request.idempotencyKey === null) return undefined;
  const [row] = await manager.query<{ fingerprint: string; answer: Answer }[]>(
    'SELECT fingerprint, answer FROM idempotency WHERE caller = $1 AND key = $2',
    [request.caller.subject, request.idempotencyKey],
  );
  if (!row) return undefined;
  if (row.fingerprint !== fingerprintOf(operation, request)) throw problem('routing.idempotency-key-reused');
  return row.answer;
}

export async function rememberAnswer(
  manager: EntityManager,
  operation: string,
  request: ActionRequest<unknown>,
  answer: unknown,
  now: Date,
): Promise<void> {
  if (request.idempotencyKey === null) return;
  const rows = await manager.query<unknown[]>(
    `INSERT INTO idempotency (caller, key, fingerprint, answer, answered_at) VALUES ($1, $2, $3, $4::json, $5)
     ON CONFLICT DO NOTHING RETURNING key`,
    [request.caller.subject, request.idempotencyKey, fingerprintOf(operation, request), JSON.stringify(answer), now],
  );
  // The key was used at the same time for another message.
  if (rows.length === 0) throw problem('routing.idempotency-key-reused');
}

const keptMs = 30 * 86_400_000;
const forgottenAtOnce = 5_000;

/** A key is good for thirty days; whoever repeats a request later asks anew. */
export async function forgetAnswers(dataSource: DataSource, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  for (;;) {
    const [, deleted] = await dataSource.query<[unknown, number]>(
      `DELETE FROM idempotency WHERE (caller, key) IN (
         SELECT caller, key FROM idempotency WHERE answered_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, forgottenAtOnce],
    );
    if (deleted < forgottenAtOnce) return;
  }
}

function fingerprintOf(operation: string, { messageId, body }: ActionRequest<unknown>): string {
  return createHash('sha256').update(JSON.stringify([operation, messageId, body])).digest('hex');
}
