import { services } from '@wenzheng/contracts';
import type { City } from '../../support/city.js';

/** What stands in the services' own rows. */
export const rows = `
  SELECT message_id, 'register' AS kind FROM intake.message
  UNION ALL SELECT message_id, 'draft' FROM routing.draft
  UNION ALL SELECT message_id, act FROM routing.draft_act JOIN routing.draft USING (draft_id) WHERE act <> 'save'
  UNION ALL SELECT message_id, 'return' FROM routing.dispute
  UNION ALL SELECT message_id, 'rule-dispute' FROM routing.dispute WHERE outcome <> 'settled'
  UNION ALL SELECT message_id, 'transfer' FROM routing.transfer
  UNION ALL SELECT message_id, 'receipt' FROM routing.transfer WHERE transferred_at IS NOT NULL
  UNION ALL SELECT message_id, 'withdraw' FROM intake.withdrawal
  UNION ALL SELECT message_id, 'propose-invalid' FROM routing.ruling_proposal
  UNION ALL SELECT message_id, 'rule-invalid' FROM routing.ruling
  UNION ALL SELECT message_id, 'object' FROM intake.objection
  UNION ALL SELECT message_id, 'decide-objection' FROM routing.objection WHERE decided_at IS NOT NULL
  UNION ALL SELECT message_id, 'merge' FROM routing.merge
  UNION ALL SELECT message_id, 'unmerge' FROM routing.merge WHERE unmerged_at IS NOT NULL
  UNION ALL SELECT message_id, 'rate' FROM intake.rating
  UNION ALL SELECT message_id, 'order-renewal' FROM routing.renewal
  UNION ALL SELECT message_id, 'hide' FROM publication.hiding
  UNION ALL SELECT message_id, 'lift' FROM publication.hiding WHERE lifted_at IS NOT NULL
  UNION ALL SELECT message_id, replace(did, 'message-content.', '') FROM publication.audit_entry JOIN publication.message ON about = message_number WHERE did LIKE 'message-content.%'`;

/** What the services have told others; the reply that a merged message has of its lead is nobody's own deed. */
export const outboxes = `
  SELECT (event->>'subject')::uuid AS message_id, kind FROM (
    SELECT event, CASE subject
      WHEN 'intake.message.registered.v1' THEN 'register'
      WHEN 'routing.reply.submitted.v1' THEN CASE WHEN event->'data'->>'sharedWith' IS NULL THEN 'sign' END
      WHEN 'routing.dispute.opened.v1' THEN 'return'
      WHEN 'routing.dispute.ruled.v1' THEN 'rule-dispute'
      WHEN 'routing.message.transferred.v1' THEN 'receipt'
      WHEN 'intake.message.withdrawn.v1' THEN 'withdraw'
      WHEN 'routing.message.ruled-invalid.v1' THEN 'rule-invalid'
      WHEN 'intake.objection.filed.v1' THEN 'object'
      WHEN 'routing.objection.decided.v1' THEN 'decide-objection'
      WHEN 'routing.message.merged.v1' THEN 'merge'
      WHEN 'routing.message.unmerged.v1' THEN 'unmerge'
      WHEN 'intake.message.rated.v1' THEN 'rate'
      WHEN 'routing.renewal.ordered.v1' THEN 'order-renewal'
      WHEN 'publication.text.hidden.v1' THEN CASE WHEN event->'data'->>'text' LIKE '%〔内容已隐去〕%' THEN 'hide' ELSE 'lift' END
      WHEN 'publication.message.visibility-changed.v1' THEN event->'data'->>'reason'
    END AS kind
    FROM (${services.map((service) => `SELECT subject, json(envelope) AS event FROM ${service.replaceAll('-', '_')}.outbox`).join(' UNION ALL ')}) AS told
  ) AS deeds WHERE kind IS NOT NULL`;

/** How often each deed about each message stands there. */
export async function counted(city: City, query: string): Promise<Map<string, number>> {
  const found = await city.sql<{ message_id: string; kind: string; n: number }>(`SELECT message_id, kind, count(*)::int AS n FROM (${query}) AS deeds GROUP BY 1, 2`);
  return new Map(found.map(({ message_id, kind, n }) => [`${kind} of ${message_id}`, n]));
}
