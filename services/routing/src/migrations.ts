import { createDraftAttachments } from './reply/attachment/draft-attachment.migration.js';
import { createReplyDeliveries } from './reply/delivery/reply-delivery.migration.js';
import { createLiveAnswers } from './reply/live/live-answer.migration.js';
import { calendarMigrations, messagingMigrations } from '@wenzheng/messaging';
import { sqlMigration, type Evidence, type MigrationClass } from '@wenzheng/platform';
import { createNotifications, linkDrafts } from './notification/notification.migration.js';
import { createDrafts, draftByUnit, referDrafts } from './reply/draft/draft.migration.js';
import { createPeople } from './unit/person/person.migration.js';
import { indexSessions, keepSessions } from './assignment/session/session.migration.js';
import { keepAutosavedOutcomes } from './reply/draft/autosaved-outcome.migration.js';
import { addFollowUps } from './message/follow-up.migration.js';
import { createRenewals } from './renewal/renewal.migration.js';
import { createMerges } from './reply/merge/merge.migration.js';
import { keepOutcomes, remindOfPromises } from './reply/promise/promise.migration.js';
import { createCoTasks } from './co-handling/co-handling.migration.js';
import { createIdentityRequests, endIdentityGrants } from './identity/identity-request.migration.js';
import { createRulings } from './ruling/ruling.migration.js';
import { addReviewNote } from './reply/review/review-note.migration.js';
import { learnDecisions } from './suggestion/suggestion.migration.js';
import { createTransfers } from './transfer/transfer.migration.js';
import { createWithdrawals } from './writer/writer.migration.js';
import { createDisputes } from './assignment/dispute/dispute.migration.js';
import { keepRegistry } from './unit/registry/registry.migration.js';
import { countHoldingPen, indexQueues } from './queue/queue.migration.js';

const createRouting = sqlMigration(
  'createRouting1763900000000',
  `
CREATE TABLE unit (
  code text PRIMARY KEY,
  name text NOT NULL,
  parent text,
  level integer NOT NULL,
  kind text,
  phones text[] NOT NULL,
  web_admins jsonb NOT NULL,
  backup jsonb,
  principal jsonb,
  removed boolean NOT NULL DEFAULT false,
  version integer NOT NULL
);
CREATE TABLE unit_remit (
  unit_code text NOT NULL,
  position integer NOT NULL,
  name text,
  words text[] NOT NULL,
  areas text[] NOT NULL,
  PRIMARY KEY (unit_code, position)
);
CREATE TABLE unit_registry (
  single boolean PRIMARY KEY DEFAULT true,
  city text NOT NULL,
  version integer NOT NULL,
  loaded_at timestamptz NOT NULL
);

-- Rows are updated by several kinds of event: room on the page keeps most of those updates in place.
CREATE TABLE message (
  message_id uuid PRIMARY KEY,
  message_number text,
  channel text,
  registered_at timestamptz,
  registered_on date,
  kind text,
  visibility text,
  title text,
  text text,
  addressed_unit text,
  session_id text,
  historical boolean NOT NULL DEFAULT false,
  import_unit text,
  state text NOT NULL DEFAULT 'unregistered',
  ending text NOT NULL DEFAULT 'open',
  version integer NOT NULL DEFAULT 0,
  unit_code text,
  assigned_at timestamptz,
  assigned_by text,
  returns integer NOT NULL DEFAULT 0,
  designated boolean NOT NULL DEFAULT false,
  pen_reason text,
  pen_detail text,
  pen_since timestamptz,
  pen_due_at timestamptz,
  reply_due_on date,
  final_due_on date,
  due_provisional boolean,
  due_sequence integer NOT NULL DEFAULT 0,
  overdue_since timestamptz,
  overdue_sequence integer NOT NULL DEFAULT 0,
  clock_closed_at timestamptz,
  submitted_in_time boolean,
  closed_sequence integer NOT NULL DEFAULT 0,
  reminded_at timestamptz,
  urged_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX message_ledger ON message (channel, registered_on);
-- The ledger looks for the days that still hold an open message.
CREATE INDEX message_open ON message (channel, registered_on) WHERE ending = 'open';
CREATE INDEX message_queue ON message (state, (coalesce(reply_due_on, 'infinity'::date)), message_id) WHERE channel IS NOT NULL;
CREATE INDEX message_unit_queue ON message (unit_code, (coalesce(reply_due_on, 'infinity'::date)), message_id) WHERE channel IS NOT NULL;

CREATE TABLE assignment (
  message_id uuid NOT NULL,
  sequence integer NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  by text NOT NULL,
  designated boolean NOT NULL DEFAULT false,
  reason text NOT NULL,
  assigned_at timestamptz NOT NULL,
  assigned_by_subject text,
  PRIMARY KEY (message_id, sequence)
);
CREATE TABLE message_return (
  return_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  reason text NOT NULL,
  suggested_unit text,
  returned_at timestamptz NOT NULL,
  returned_by text NOT NULL,
  accepted boolean NOT NULL
);
CREATE INDEX message_return_message ON message_return (message_id);

CREATE TABLE reply (
  reply_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text,
  unit_name text,
  text text NOT NULL,
  interim boolean NOT NULL,
  state text NOT NULL,
  source text NOT NULL,
  submitted_at timestamptz NOT NULL,
  given_at timestamptz,
  submitted_by text NOT NULL
);
CREATE INDEX reply_message ON reply (message_id);
CREATE UNIQUE INDEX reply_import ON reply (message_id) WHERE source = 'import';

CREATE TABLE review (
  reply_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  outcome text NOT NULL,
  interim boolean,
  visibility text,
  path text,
  reasons text[] NOT NULL,
  decided_at timestamptz NOT NULL,
  sequence integer NOT NULL
);
CREATE INDEX review_message ON review (message_id);

CREATE TABLE extension (
  extension_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  reason text NOT NULL,
  new_due_on date NOT NULL,
  submitted_at timestamptz NOT NULL,
  submitted_by text NOT NULL,
  timely boolean NOT NULL
);
CREATE UNIQUE INDEX extension_message ON extension (message_id);
CREATE TABLE extension_notice (
  extension_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  published_at timestamptz NOT NULL
);

CREATE TABLE escalation (
  escalation_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  level integer,
  raised_to text,
  raised_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text
);
CREATE INDEX escalation_message ON escalation (message_id);

CREATE TABLE idempotency (
  caller text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  answer json NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
`,
);

const addRecalls = sqlMigration(
  'addRecalls1764000000000',
  `
ALTER TABLE escalation ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE message ADD COLUMN pen_alarmed_at timestamptz;
-- Of a unit that is gone: what it still has, not all that it ever answered.
CREATE INDEX message_assigned ON message (unit_code) WHERE state = 'assigned' AND NOT historical;
CREATE INDEX idempotency_answered ON idempotency (answered_at);
`,
);

const createUrgingOrders = sqlMigration(
  'createUrgingOrders1764600000000',
  `
CREATE TABLE urging_order (
  urging_order_id uuid NOT NULL,
  message_id uuid NOT NULL,
  number text,
  title text,
  unit jsonb,
  answer_by date,
  served_at timestamptz,
  outcome text,
  closed_at timestamptz,
  PRIMARY KEY (urging_order_id, message_id)
);
CREATE INDEX urging_order_message ON urging_order (message_id);
`,
);

const addNoticeDates = sqlMigration(
  'addNoticeDates1764700000000',
  'ALTER TABLE message ADD COLUMN notice_due_on date, ADD COLUMN close_of_business text;',
);

/** The holding pen in full, and a deadline is no clock. Replicas of the release before know the old names alone: see the README. */
const renameHoldingPen = sqlMigration(
  'renameHoldingPen1764800000000',
  `
ALTER TABLE message RENAME COLUMN pen_reason TO holding_pen_reason;
ALTER TABLE message RENAME COLUMN pen_detail TO holding_pen_detail;
ALTER TABLE message RENAME COLUMN pen_since TO holding_pen_since;
ALTER TABLE message RENAME COLUMN pen_due_at TO holding_pen_due_at;
ALTER TABLE message RENAME COLUMN pen_alarmed_at TO holding_pen_alarmed_at;
ALTER TABLE message RENAME COLUMN clock_closed_at TO deadline_closed_at;
UPDATE message SET state = 'holding-pen' WHERE state = 'pen';
`,
);

const addPassedOn = sqlMigration('addPassedOn1765500000000', 'ALTER TABLE escalation ADD COLUMN passed_on_to text, ADD COLUMN passed_on_at timestamptz;');

const tellWebAdmins = sqlMigration('tellWebAdmins1796000000003', 'ALTER TABLE unit ADD COLUMN tells_web_admins boolean NOT NULL DEFAULT false;');

export const migrations: MigrationClass[] = [
  ...messagingMigrations,
  createRouting,
  addRecalls,
  createUrgingOrders,
  addNoticeDates,
  renameHoldingPen,
  addPassedOn,
  ...calendarMigrations,
  tellWebAdmins,
  createPeople,
  createRulings,
  createWithdrawals,
  indexQueues,
  createTransfers,
  addReviewNote,
  keepRegistry,
  createDrafts,
  createNotifications,
  createDisputes,
  keepSessions,
  addFollowUps,
  learnDecisions,
  keepOutcomes,
  createMerges,
  createRenewals,
  createIdentityRequests,
  createCoTasks,
  draftByUnit,
  keepAutosavedOutcomes,
  indexSessions,
  endIdentityGrants,
  linkDrafts,
  referDrafts,
  remindOfPromises,
  countHoldingPen,
  createLiveAnswers,
  createDraftAttachments,
  createReplyDeliveries,
];

/** Who had a message, and what was said in whose name, and when. An imported reply is signed later than it is taken down. */
export const evidence: Evidence = {
  assignment: [],
  audit_entry: [],
  calendar_notice: [],
  dispute: ['due_at', 'outcome', 'ruling_reason', 'ruled_at', 'ruled_by', 'alarmed_at'],
  co_task: ['due_on', 'due_at', 'remind_at', 'reminded_at', 'alarmed_at', 'state', 'accepted_at', 'accepted_by', 'contribution', 'answered_at', 'answered_by', 'answered_by_name', 'decline_reason', 'declined_at', 'declined_by', 'decision', 'decision_reason', 'decided_at', 'decided_by'],
  duty_item: ['ended_at'],
  identity_request: ['due_at', 'alarmed_at', 'decision', 'reason', 'decided_at', 'decided_by', 'decided_by_office', 'until', 'ended_at', 'ended_because'],
  live_session: [],
  promise: ['reminded_at', 'alarmed_at'],
  merge: ['unmerged_at', 'unmerge_reason', 'unmerged_by'],
  message_return: [],
  extension: [],
  extension_notice: [],
  objection: ['due_at', 'alarmed_at', 'outcome', 'reason', 'decided_at', 'decided_by'],
  live_answer: ['reply_id', 'refused'],
  ruling: ['lifted'],
  ruling_proposal: ['due_at', 'alarmed_at', 'outcome', 'decision_reason', 'decided_at', 'decided_by'],
  transfer: ['due_at', 'alarmed_at', 'receipt_number', 'received_at', 'transferred_at', 'recorded_by'],
  withdrawal: [],
  draft_version: [],
  draft_act: [],
  sign_off_policy: [],
  rating: ['due_at', 'alarmed_at', 'outcome', 'decision_reason', 'decided_at', 'decided_by'],
  renewal: ['alarmed_at'],
  reply: ['state', 'unit_code', 'unit_name', 'submitted_at'],
};
