import { audit, type EntityManager } from '@wenzheng/platform';
import { roleOf } from '../../unit/person/person.rules.js';
import type { Signatory } from './sign-off.rules.js';

/** 签发 in the audit log: who, in which post and for whom, and what it became; never its words. */
export async function auditSignature(
  manager: EntityManager,
  { messageId, paperId, kind, now }: { messageId: string; paperId: string; kind: string; now: Date },
  { subject, post, deputyOf }: Signatory,
): Promise<void> {
  const details = { paperId, kind, post, ...(deputyOf && { deputyOf: deputyOf.subject }) };
  await audit(manager, { by: { subject, roles: [roleOf(post)] }, at: now, did: 'paper.signed', about: messageId, details });
}
