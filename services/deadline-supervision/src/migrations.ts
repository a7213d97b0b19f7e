import { messagingMigrations } from '@wenzheng/messaging';
import { sqlMigration, type Evidence, type MigrationClass } from '@wenzheng/platform';
import { createBriefings } from './briefing/briefing.migration.js';
import { createCalendarAnnouncement, createCalendarNotices } from './rulebook/calendar/notice.migration.js';
import { holdRulebook } from './deadline/hold-rulebook.migration.js';
import { renameClocks } from './deadline/rename.migration.js';
import { createClockHands } from './deadline/timer/timer.migration.js';
import { passOnFromInformationOffice } from './escalation/pass-on/holding-pen.migration.js';
import { createPassing } from './escalation/pass-on/pass-on.migration.js';
import { countHeld } from './conservation/held.migration.js';
import { createImbalance } from './conservation/imbalance.migration.js';
import { createCirculars, createDocuments, createMajorMatters, createReferrals, createUrgingOrders, nameCauses, rememberBeginnings } from './documents/documents.migrations.js';
import { createRenewals } from './renewal/renewal.migration.js';
import { createHotHidden } from './hot-issue/forgetting/hidden.migration.js';
import { createHotIssues, dropHotQueue, nameHotIssues, tailHotTerms } from './hot-issue/hot-issue.migration.js';
import { createLikes } from './hot-issue/likes/likes.migration.js';
import { createChannelPolicies } from './rulebook/policy/policy.migration.js';
import { createClosing } from './statistics/closing/closing.migration.js';
import { createCorrections } from './statistics/correction/correction.migration.js';
import { createDraftWishes } from './ladder/draft-wish/draft-wish.migration.js';
import { addWorkingHours } from './rulebook/policy/working-hours.migration.js';
import { partitionByMonth } from './deadline/month-partitions/month-partitions.migration.js';
import { createMatters } from './deadline/matter/matter.migration.js';
import { forgetPromises } from './deadline/promise.migration.js';
import { createSessions, keepDayZero } from './deadline/session/session.migration.js';
import { createStatistics } from './statistics/statistics.migration.js';
import { tellEndings, tellOutcomes } from './deadline/endings.migration.js';
import { keepWebAdmins } from './unit/unit.migration.js';
import { createWebhooks } from './escalation/webhook/webhook.migration.js';

const createClocks = sqlMigration(
  'CreateClocks1763900000001',
  `
  -- Room on the page keeps in place what an assignment changes.
  CREATE TABLE clock (
    message_id uuid PRIMARY KEY,
    message_number text NOT NULL,
    channel text NOT NULL,
    kind text,
    visibility text NOT NULL,
    historical boolean NOT NULL,
    unit_code text,
    unit_name text,
    registered_at timestamptz NOT NULL,
    registered_on date NOT NULL,
    reply_due_on date,
    final_due_on date,
    extended_due_on date,
    provisional boolean NOT NULL,
    interim_published_at timestamptz,
    submitted_at timestamptz,
    published_at timestamptz,
    ending text NOT NULL,
    overdue_at timestamptz,
    submitted_in_time boolean,
    published_in_time boolean,
    within_reply_due boolean,
    within_final_due boolean,
    policy_version text NOT NULL,
    calendar_version text NOT NULL,
    steps jsonb NOT NULL,
    next_fire_at timestamptz,
    version integer NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX clock_next_fire_at ON clock (next_fire_at) WHERE next_fire_at IS NOT NULL;
  CREATE INDEX clock_registered_on ON clock (registered_on);
  CREATE INDEX clock_open ON clock (channel, registered_on) WHERE ending = 'open';

  CREATE TABLE clock_event (
    event_id uuid PRIMARY KEY,
    message_id uuid NOT NULL,
    type text NOT NULL,
    sequence integer NOT NULL,
    time timestamptz NOT NULL,
    data jsonb NOT NULL
  );
  CREATE INDEX clock_event_message_id ON clock_event (message_id);

  CREATE TABLE fired_step (
    message_id uuid NOT NULL,
    step text NOT NULL,
    due_at timestamptz NOT NULL,
    fired_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (message_id, step)
  );

  CREATE TABLE policy (
    version text PRIMARY KEY,
    effective_from timestamptz NOT NULL,
    channels jsonb NOT NULL
  );

  CREATE TABLE unit (
    code text PRIMARY KEY,
    name text NOT NULL,
    parent text,
    level integer NOT NULL,
    removed boolean NOT NULL,
    sequence integer NOT NULL
  );
  `,
);

const createEscalations = sqlMigration(
  'CreateEscalations1763900000002',
  `
  CREATE TABLE escalation (
    id uuid PRIMARY KEY,
    message_id uuid NOT NULL,
    message_number text NOT NULL,
    channel text NOT NULL,
    level integer NOT NULL,
    "to" text NOT NULL,
    unit_code text,
    unit_name text,
    reply_due_on date NOT NULL,
    final_due_on date,
    raised_at timestamptz NOT NULL,
    position bigint,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note text,
    withdrawn_at timestamptz
  );
  CREATE UNIQUE INDEX escalation_position ON escalation (position);
  CREATE INDEX escalation_unpositioned ON escalation (raised_at) WHERE position IS NULL;
  CREATE UNIQUE INDEX escalation_standing ON escalation (message_id, level) WHERE withdrawn_at IS NULL;
  `,
);

const createConservation = sqlMigration(
  'CreateConservation1763900000003',
  `
  CREATE TABLE ledger_bucket (
    service text NOT NULL,
    channel text NOT NULL,
    date date NOT NULL,
    counts jsonb NOT NULL,
    digest text NOT NULL,
    counted_at timestamptz NOT NULL,
    PRIMARY KEY (service, channel, date)
  );
  CREATE TABLE ledger_part (
    service text NOT NULL,
    counted_at timestamptz NOT NULL,
    part integer NOT NULL,
    parts integer NOT NULL,
    complete boolean NOT NULL,
    PRIMARY KEY (service, counted_at, part)
  );
  CREATE TABLE ledger_difference (
    channel text NOT NULL,
    date date NOT NULL,
    message_id uuid NOT NULL,
    endings jsonb NOT NULL,
    found_at timestamptz NOT NULL,
    confirmed boolean NOT NULL,
    PRIMARY KEY (channel, date, message_id)
  );
  CREATE TABLE comparison (
    single boolean PRIMARY KEY,
    compared_at timestamptz,
    counted_at jsonb NOT NULL,
    channel_days integer NOT NULL,
    suspects jsonb NOT NULL
  );
  INSERT INTO comparison VALUES (true, NULL, '{}', 0, '[]');
  `,
);

const createWithdrawals = sqlMigration(
  'CreateWithdrawals1764200000001',
  `
  ALTER TABLE escalation ADD COLUMN moving boolean;
  DROP INDEX escalation_unpositioned;
  CREATE INDEX escalation_unpositioned ON escalation (raised_at) WHERE position IS NULL OR moving;
  `,
);

const createUnregistered = sqlMigration(
  'CreateUnregistered1764200000002',
  `
  CREATE TABLE early_message (message_id uuid PRIMARY KEY);
  INSERT INTO early_message SELECT DISTINCT message_id FROM clock_event
    WHERE NOT EXISTS (SELECT FROM clock WHERE clock.message_id = clock_event.message_id);
  ALTER TABLE ledger_part ADD COLUMN unregistered jsonb;
  `,
);

/** The service itself may add and read, and change nothing that stands there. */
const createAuditLog = sqlMigration(
  'CreateAuditLog1764300000001',
  `
  CREATE TABLE audit_entry (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    by text NOT NULL,
    roles text[] NOT NULL,
    did text NOT NULL,
    about text NOT NULL,
    details jsonb NOT NULL
  );
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM CURRENT_USER;
  `,
);

/** `document_begun` stays for replicas of the release before; nothing else reads it. */
export const rememberRequests = sqlMigration(
  'RememberRequests1796000000002',
  `
  CREATE TABLE IF NOT EXISTS made_once (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    made text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
  );
  INSERT INTO made_once SELECT caller, key, fingerprint, document_id::text, begun_at FROM document_begun;
  `,
);

export const migrations: MigrationClass[] = [
  ...messagingMigrations, createClocks, createEscalations, createConservation, createHotIssues, createWithdrawals, createUnregistered,
  createStatistics,
  createAuditLog, createChannelPolicies, createCalendarNotices,
  createWebhooks, createPassing,
  createImbalance, createClosing,
  createDocuments, createUrgingOrders, nameCauses, createReferrals, createCirculars, createMajorMatters, createDraftWishes, addWorkingHours,
  createSessions,
  createLikes,
  createClockHands,
  partitionByMonth,
  keepDayZero,
  renameClocks,
  dropHotQueue,
  holdRulebook,
  rememberBeginnings,
  nameHotIssues,
  passOnFromInformationOffice,
  rememberRequests,
  createCalendarAnnouncement,
  tailHotTerms,
  keepWebAdmins,
  tellEndings,
  createBriefings,
  tellOutcomes,
  createHotHidden,
  createRenewals,
  createMatters,
  forgetPromises,
  countHeld,
  createCorrections,
];

/** What deadlines are computed from, what was done in time or too late, who was told, and what offices did about it. */
export const evidence: Evidence = {
  audit_entry: [],
  calendar_notice: [],
  closed_period: [],
  deadline_fact: [],
  document_act: [],
  escalation: ['position', 'moving', 'to', 'passed_on_from', 'passed_on_at', 'acknowledged_at', 'acknowledged_by', 'note', 'withdrawn_at'],
  fired_step: ['due_at', 'fired_at', 'withdrawn_at'],
  hot_act: [],
  policy: [],
  recalculation: ['finished_at'],
  session_event: ['followed'],
  session_message: [],
  statistics_correction: ['counted_at', 'number', 'figures', 'digest'],
  statistics_start: [],
};
