import type { MessageKind } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import type { Outcome } from '../replies.service.js';
import type { DraftAct, DraftKind, DraftState, Referee, Signatory, SignOffStep } from '../sign-off/sign-off.rules.js';

type Manager = Pick<EntityManager, 'query'>;

/** A draft as it stands. */
export interface DraftRow {
  draftId: string;
  messageId: string;
  messageKind: MessageKind | null;
  unitCode: string;
  unitName: string;
  kind: DraftKind;
  replyId: string | null;
  state: DraftState;
  version: number;
  steps: SignOffStep[];
  step: number;
  acts: number;
  paperId: string | null;
  startedAt: Date;
}

/** A renewed handling stays with its unit, and what the unit first asked tells the writer with that. An open draft of a unit that has the message no longer, or has it anew, has ended. */
export const draftStateSql = `CASE WHEN draft.state IN ('drafting', 'in-sign-off') AND draft.kind <> 'renewed-reply'
  AND (draft.kind, draft.unit_code, draft.assigned_at) IS DISTINCT FROM ('interim-reply', message.first_asked, message.registered_at) AND (draft.unit_code, draft.assigned_at) IS DISTINCT FROM (message.unit_code, message.assigned_at)
  THEN 'reassigned' ELSE draft.state END`;

/** Under the message's lock it stays as it is read. @throws Problem `routing.unknown-draft` */
export async function draftOf(manager: Manager, draftId: string): Promise<DraftRow> {
  const [draft] = await manager.query<DraftRow[]>(
    `SELECT draft_id AS "draftId", draft.message_id AS "messageId", message.kind AS "messageKind", draft.unit_code AS "unitCode", unit_name AS "unitName", draft.kind,
       draft.reply_id AS "replyId", ${draftStateSql} AS state, draft.version, steps, step, acts, paper_id AS "paperId", started_at AS "startedAt"
     FROM draft JOIN message USING (message_id) WHERE draft_id = $1`,
    [draftId],
  );
  if (!draft) throw problem('routing.unknown-draft');
  return draft;
}

export interface VersionRow {
  version: number;
  text: string;
  newDueOn: string | null;
  outcome: Outcome | null;
  writtenBy: string;
  writtenByName: string;
  writtenAt: Date;
}

export async function versionsOf(manager: Manager, draftId: string): Promise<VersionRow[]> {
  return manager.query<VersionRow[]>(
    `SELECT version, text, new_due_on::text AS "newDueOn", outcome, written_by AS "writtenBy", written_by_name AS "writtenByName", written_at AS "writtenAt"
     FROM draft_version WHERE draft_id = $1 ORDER BY version`,
    [draftId],
  );
}

/** @throws Problem `routing.unknown-draft-version` */
export async function versionOf(manager: Manager, draftId: string, version: number): Promise<VersionRow> {
  const found = (await versionsOf(manager, draftId)).find((one) => one.version === version);
  if (!found) throw problem('routing.unknown-draft-version');
  return found;
}

export interface ActRow {
  act: DraftAct;
  version: number;
  step: number;
  signatory: Signatory;
  reason: string | null;
  findingReasons: { finding: string; reason: string }[];
  referredTo: Referee | null;
  at: Date;
}

export async function actsOf(manager: Manager, draftId: string): Promise<ActRow[]> {
  return manager.query<ActRow[]>(
    `SELECT act, version, step, signatory, reason, finding_reasons AS "findingReasons", referred_to AS "referredTo", at FROM draft_act WHERE draft_id = $1 ORDER BY ordinal`,
    [draftId],
  );
}
