import { createEvent, messageAssigned, replySubmitted, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import { isComplainedOf, type Complaint } from '../assignment/assignment.rules.js';
import { unitRefOf } from '../unit/unit-registry.service.js';
import type { UnitTree } from '../unit/unit-tree.rules.js';
import { ruleWaiting } from './import.rules.js';

const reason = '历史数据，导入时指定该单位';

type Placed = Complaint & { messageId: string; unitCode: string; version: number; registeredAt: Date };

/**
 * Historical messages go to the unit that their import named, unless a person has decided since. A report of wrongdoing 举报 is not given to a unit that it complains of, though
 * that may have had it once: it stays where it is, and what that unit answered then stands in its name.
 */
export async function assignAsImported(manager: EntityManager, messageIds: readonly string[], tree: UnitTree): Promise<void> {
  const rows = await manager.query<Placed[]>(
    `SELECT message_id AS "messageId", import_unit AS "unitCode", version, registered_at AS "registeredAt", kind, addressed_unit AS "addressedUnit", title, text FROM message
     WHERE message_id = ANY ($1::uuid[]) AND historical AND (state = 'holding-pen' OR (state = 'assigned' AND assigned_by = 'import'))
       AND import_unit IS NOT NULL AND unit_code IS DISTINCT FROM import_unit
     ORDER BY message_id`,
    [messageIds],
  );
  const reassigned = rows.flatMap((row) => {
    const unit = tree.get(row.unitCode);
    return unit && !isComplainedOf(row, unit.code, tree) ? [{ ...row, unit: unitRefOf(unit), sequence: row.version + 1 }] : [];
  });
  if (reassigned.length === 0) return;
  await manager.query(
    `WITH reassigned AS (SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[]) AS row (message_id, sequence, code, name, at)),
       updated AS (
         UPDATE message SET unit_code = reassigned.code, version = reassigned.sequence, assigned_at = reassigned.at, assigned_by = 'import', holding_pen_reason = NULL, holding_pen_detail = NULL, holding_pen_since = NULL
         FROM reassigned WHERE message.message_id = reassigned.message_id)
     INSERT INTO assignment (message_id, sequence, unit_code, unit_name, by, reason, assigned_at)
     SELECT message_id, sequence, code, name, 'import', $6, at FROM reassigned`,
    [
      reassigned.map((row) => row.messageId),
      reassigned.map((row) => row.sequence),
      reassigned.map((row) => row.unit.code),
      reassigned.map((row) => row.unit.name),
      reassigned.map((row) => row.registeredAt.toISOString()),
      reason,
    ],
  );
  const events = reassigned.map(({ messageId, sequence, unit, registeredAt }) =>
    createEvent(messageAssigned, {
      subject: messageId,
      sequence,
      time: registeredAt,
      data: { messageId, unit, assignedAt: registeredAt.toISOString(), by: 'import', reason },
    }),
  );
  await appendToOutbox(manager, events);
}

interface WaitingRow {
  replyId: string;
  messageId: string;
  text: string;
  givenAt: Date;
  historical: boolean;
  registeredAt: Date;
  version: number;
  importUnit: string | null;
  unitCode: string | null;
}

/** Replies that waited are signed: by the unit that the import named, else by the one that has the message. */
export async function signWaiting(manager: EntityManager, messageIds: readonly string[], tree: UnitTree): Promise<void> {
  const rows = await manager.query<WaitingRow[]>(
    `SELECT reply_id AS "replyId", message_id AS "messageId", reply.text, given_at AS "givenAt", historical, registered_at AS "registeredAt",
       version, import_unit AS "importUnit", message.unit_code AS "unitCode"
     FROM reply JOIN message USING (message_id) WHERE reply.state = 'waiting' AND message_id = ANY ($1::uuid[]) ORDER BY message_id`,
    [messageIds],
  );
  if (rows.length === 0) return;
  const ruled = rows.map((row) => ({ ...row, ruling: ruleWaiting(row, row) }));
  const refused = ruled.filter((row) => row.ruling === null).map((row) => row.replyId);
  await manager.query(`UPDATE reply SET state = 'refused' WHERE reply_id = ANY ($1::uuid[])`, [refused]);
  const signed = ruled.flatMap(({ ruling, ...row }) =>
    ruling ? [{ ...row, sequence: row.version + 1, unit: signerOf(row, tree), submittedAt: ruling.submittedAt.toISOString() }] : [],
  );
  await manager.query(
    `WITH signed AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS row (reply_id, message_id, code, name, at)),
       counted AS (UPDATE message SET version = version + 1 FROM signed WHERE message.message_id = signed.message_id)
     UPDATE reply SET state = 'submitted', unit_code = signed.code, unit_name = signed.name, submitted_at = signed.at
     FROM signed WHERE reply.reply_id = signed.reply_id`,
    [
      signed.map((row) => row.replyId),
      signed.map((row) => row.messageId),
      signed.map((row) => row.unit.code),
      signed.map((row) => row.unit.name),
      signed.map((row) => row.submittedAt),
    ],
  );
  const events = signed.map(({ replyId, messageId, text, unit, sequence, submittedAt }) =>
    createEvent(replySubmitted, {
      subject: messageId,
      sequence,
      time: new Date(submittedAt),
      data: { messageId, replyId, unit, text, interim: false, submittedAt, historical: true },
    }),
  );
  await appendToOutbox(manager, events);
}

function signerOf(row: WaitingRow, tree: UnitTree): UnitRef {
  return unitRefOf(tree.get(row.importUnit ?? row.unitCode ?? '') ?? tree.root);
}
