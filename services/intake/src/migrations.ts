import { createReplyAttachments } from './attachment/reply/reply-attachment.migration.js';
import { createAttachments } from './attachment/attachment.migration.js';
import { createContent } from './delivery/content/content.migration.js';
import { calendarMigrations, messagingMigrations } from '@wenzheng/messaging';
import { sqlMigration, type Evidence, type MigrationClass } from '@wenzheng/platform';
import { addFollowUps } from './writer/follow-up.migration.js';
import { createHolds } from './message/hold.migration.js';
import { createEndings } from './message/ending.migration.js';
import { createIdentityRequests, endIdentityGrants } from './vault/identity-request.migration.js';
import { createInterviewPlans } from './session/plan/plan.migration.js';
import { createProbes } from './probe/probe.migration.js';
import { createQuestions } from './question/question.migration.js';
import { createSessions, holdSessions } from './session/session.migration.js';
import { addUnitOtherNames, addUnitPhones, createUnits } from './unit/unit.migration.js';
import { createFetching, observeCertificates } from './connectors/fetching/fetching.migration.js';
import { readCommentsBack, tellReadBacks } from './connectors/microblog/read-back.migration.js';
import { createMicroblog } from './connectors/microblog/microblog.migration.js';
import { addEnclosures } from './connectors/mail/enclosure.migration.js';
import { addForumWithdrawals, createForumPlan, createForums } from './forum/forum.migration.js';
import { createDirectory } from './directory/entry/entry.migration.js';
import { createLetters } from './connectors/mail/letter.migration.js';
import { createFormCounts } from './connectors/form/form-limit.migration.js';
import { keepHappenings } from './delivery/happening/happening.migration.js';
import { tellRenewals } from './delivery/renewals.migration.js';
import { addAmendments } from './delivery/amendments.migration.js';
import { giveQuotas } from './access/quota.migration.js';
import { createChannelKeys } from './access/channel-key.migration.js';
import { createSandbox } from './sandbox/sandbox.migration.js';
import { overlapWebhookSecrets } from './connectors/push/webhook/webhook-secrets.migration.js';
import { findFailedDeliveries } from './connectors/push/webhook/delivery-failures.migration.js';

const createIntake = sqlMigration(
  'CreateIntake1763900000001',
  `
  CREATE TABLE message (
    message_id uuid NOT NULL,
    channel text NOT NULL,
    external_id text NOT NULL,
    external_thread_id text,
    message_number text NOT NULL,
    tracking_hash bytea NOT NULL,
    registered_at timestamptz NOT NULL,
    registered_on date NOT NULL,
    occurred_at timestamptz NOT NULL,
    kind text,
    visibility text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    addressed_unit text,
    session_id text,
    author_hash text NOT NULL,
    content_hash bytea NOT NULL,
    historical boolean NOT NULL,
    ending text NOT NULL DEFAULT 'open',
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT message_pkey PRIMARY KEY (message_id),
    CONSTRAINT message_channel_external_id UNIQUE (channel, external_id),
    CONSTRAINT message_number_unique UNIQUE (message_number),
    CONSTRAINT message_channel_known CHECK (channel IN ('portal', 'board', 'interview', 'mailbox', 'forum', 'microblog')),
    CONSTRAINT message_ending_known CHECK (ending IN ('publicly-answered', 'privately-answered', 'ruled-invalid', 'merged', 'transferred', 'withdrawn', 'open'))
  );
  CREATE INDEX message_channel_day ON message (channel, registered_on, message_id);

  CREATE TABLE number_block (
    date date NOT NULL,
    next integer NOT NULL,
    CONSTRAINT number_block_pkey PRIMARY KEY (date)
  );

  CREATE TABLE vault (
    message_id uuid NOT NULL,
    field text NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT vault_pkey PRIMARY KEY (message_id, field)
  );
  CREATE TABLE vault_read (
    reading_id uuid NOT NULL,
    message_id uuid NOT NULL,
    reader text NOT NULL,
    purpose text NOT NULL,
    fields text[] NOT NULL,
    read_at timestamptz NOT NULL,
    CONSTRAINT vault_read_pkey PRIMARY KEY (reading_id)
  );
  CREATE INDEX vault_read_message ON vault_read (message_id, read_at);

  CREATE TABLE reply (
    reply_id uuid NOT NULL,
    message_id uuid NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    visibility text NOT NULL,
    interim boolean NOT NULL,
    text text NOT NULL,
    path text NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT reply_pkey PRIMARY KEY (reply_id)
  );
  CREATE INDEX reply_message ON reply (message_id);
  CREATE TABLE extension_notice (
    extension_id uuid NOT NULL,
    message_id uuid NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    reason text NOT NULL,
    new_due_on date NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT extension_notice_pkey PRIMARY KEY (extension_id)
  );
  CREATE INDEX extension_notice_message ON extension_notice (message_id);

  CREATE TABLE webhook (
    channel text NOT NULL,
    url text NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    registered_at timestamptz NOT NULL,
    disabled_at timestamptz,
    CONSTRAINT webhook_pkey PRIMARY KEY (channel),
    CONSTRAINT webhook_channel_known CHECK (channel IN ('portal', 'board', 'interview', 'mailbox', 'forum', 'microblog'))
  );
  CREATE TABLE delivery (
    message_id uuid NOT NULL,
    reference_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    body text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    settled_at timestamptz,
    delivery_id text,
    last_reason text,
    CONSTRAINT delivery_pkey PRIMARY KEY (message_id, reference_id),
    CONSTRAINT delivery_kind_known CHECK (kind IN ('reply', 'extension-notice')),
    CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'delivered', 'failed'))
  );
  CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'pending';
`,
);

const countLikes = sqlMigration(
  'CountLikes1764300000001',
  `ALTER TABLE message ADD COLUMN likes integer NOT NULL DEFAULT 0, ADD COLUMN likes_counted_at timestamptz;`,
);

/** One sealed row for each author; the tracking code follows from the message's id, so that nothing of it need be stored. */
const sealOnce = sqlMigration(
  'SealOnce1764400000001',
  `
  CREATE TABLE identity (
    message_id uuid NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT identity_pkey PRIMARY KEY (message_id)
  );
  ALTER TABLE message ALTER COLUMN tracking_hash DROP NOT NULL;
`,
);

export const intakeMigrations: MigrationClass[] = [...messagingMigrations, createIntake, createSessions, countLikes, sealOnce, ...calendarMigrations, createUnits, createEndings, addAmendments, addFollowUps, createContent, addUnitPhones, createFormCounts, tellRenewals, createIdentityRequests, addUnitOtherNames, endIdentityGrants, createChannelKeys, findFailedDeliveries, createFetching, createAttachments, createMicroblog, createLetters, holdSessions, keepHappenings, createForumPlan, overlapWebhookSecrets, createQuestions, createHolds, addEnclosures, createForums, readCommentsBack, giveQuotas, createInterviewPlans, addForumWithdrawals, createReplyAttachments, createSandbox, createProbes, createDirectory, observeCertificates, tellReadBacks];

/** What was registered, who wrote it and who has looked, and what was published about it. */
export const evidence: Evidence = {
  message: ['ending', 'version', 'likes', 'likes_counted_at', 'hold', 'visibility'],
  hold: ['receipt', 'outcome', 'ground', 'reason', 'guidance', 'decided_at', 'decided_by'],
  vault: [],
  identity: [],
  identity_request: [],
  held_post: [],
  identity_grant_end: [],
  vault_read: [],
  audit_entry: [],
  attachment: ['state', 'reason', 'showing', 'name', 'file_key', 'media_type', 'size', 'sha256', 'settled_at', 'attempts', 'due_at'],
  reply_attachment: ['unit_code', 'name', 'declared_at', 'removed_at'],
  calendar_notice: [],
  coaching: [],
  interview_plan: [],
  directory_entry: ['name', 'unit_code', 'holder_name', 'holder_post', 'clerk', 'note', 'opened_on', 'closed_on', 'closing_reason', 'version', 'changed_at', 'changed_by'],
  happening: ['data'],
  forum_plan_change: [],
  forum: ['seed', 'drawn_at', 'drawn_by', 'invited', 'attended', 'summary', 'minutes_at', 'minutes_by', 'version'],
  forum_sign_up: ['algorithm', 'key_id', 'nonce', 'ciphertext', 'person_hash', 'browser_hash', 'withdrawn_at', 'rank', 'lot'],
  forum_point: [],
  reply: [],
  extension_notice: [],
  objection: [],
  objection_decision: [],
  rating: [],
  ruling: [],
  transfer: [],
  withdrawal: [],
};
