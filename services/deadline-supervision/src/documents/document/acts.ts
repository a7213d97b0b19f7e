import { instantSchema } from '@wenzheng/contracts';
import { audit, type BeforeJson, type Caller, type EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';

export const actSchema = z.object({
  act: z.string(),
  by: z.string().describe('the person’s subject at the issuer, or `rule`'),
  at: instantSchema,
  details: z.looseObject({}),
});
export type Act = BeforeJson<z.infer<typeof actSchema>>;

/** How the audit log names each act: `urging-order.signed`. */
const done: Readonly<Record<string, string>> = {
  draft: 'drafted', revise: 'revised', sign: 'signed', serve: 'sent-off', acknowledge: 'acknowledged', answer: 'answered', accept: 'accepted', return: 'returned',
  cancel: 'cancelled', object: 'objected-to', uphold: 'objection-upheld', dismiss: 'objection-dismissed', conclude: 'concluded', issue: 'issued', flag: 'flagged',
  report: 'reported', receive: 'received', withdraw: 'withdrawn',
};

/** The caller holds the lock of the document's row. `by` is a person's subject, or `rule`. */
export async function recordAct(manager: EntityManager, documentId: string, { act, by, at, details = {} }: { act: string; by: string; at: Date; details?: object }): Promise<void> {
  await manager.query(
    `INSERT INTO document_act (document_id, ordinal, act, by, at, details)
     SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5 FROM document_act WHERE document_id = $1`,
    [documentId, act, by, at, details],
  );
}

/** What a person did, in the audit log too: the last thing in its transaction. */
export async function auditAct(manager: EntityManager, documentId: string, { noun, act, by, at }: { noun: string; act: string; by: Caller; at: Date }): Promise<void> {
  await audit(manager, { by, at, did: `${noun}.${done[act] ?? act}`, about: documentId });
}

/** 拟稿人: whoever wrote it last. What the ladder drafted, and nobody has touched, is nobody's. */
export async function wrote(manager: Pick<EntityManager, 'query'>, documentId: string, { subject }: Caller): Promise<boolean> {
  const written = (await historyOf(manager, documentId)).findLast(({ act }) => act === 'draft' || act === 'revise');
  return written?.by === subject;
}

/** Nothing was done with it since it was begun. */
export async function isUntouched(manager: EntityManager, documentId: string): Promise<boolean> {
  return (await historyOf(manager, documentId)).length === 1;
}

export async function historyOf(manager: Pick<EntityManager, 'query'>, documentId: string): Promise<Act[]> {
  return manager.query<Act[]>('SELECT act, by, at, details FROM document_act WHERE document_id = $1 ORDER BY ordinal', [documentId]);
}

/**
 * For an action that has no place in the document's state: passes if it is the last one, asked for once more in the same words.
 * @throws Problem `deadline-supervision.not-in-this-state`
 */
export async function assertRepeated(manager: EntityManager, documentId: string, state: string, act: string, details: object): Promise<void> {
  const last = (await historyOf(manager, documentId)).at(-1);
  const isSame = ([key, value]: [string, unknown]) => JSON.stringify(last?.details[key] ?? null) === JSON.stringify(value ?? null);
  if (last?.act !== act || !Object.entries(details).every(isSame)) throw problem('deadline-supervision.not-in-this-state', { parameters: { state } });
}
