import { keepAttachments } from './publishing/attachments.migration.js';
import { createArchives } from './archive/archive.migration.js';
import { keepInterviews, keepSessions } from './session/session.migration.js';
import { keepClosedPeriods, listCountedMessages } from './statistics/statistics.migration.js';
import { sqlMigration, type Evidence, type MigrationClass } from '@wenzheng/platform';
import { calendarMigrations, messagingMigrations } from '@wenzheng/messaging';
import { keepRenewals } from './projection/renewal.migration.js';
import { keepMerges } from './projection/merge.migration.js';
import { addFollowUps } from './projection/follow-up.migration.js';
import { keepOutcomes } from './publishing/outcomes.migration.js';
import { createDecisions } from './projection/decision.migration.js';
import { addCalendarVersion } from './projection/calendar-version.migration.js';
import { addDayZero } from './projection/day-zero.migration.js';
import { forgetReasons } from './projection/forget-reasons.migration.js';
import { createDirectory } from './directory/directory.migration.js';
import { createHotIssues } from './hot-issue/hot-issue.migration.js';
import { createForums } from './forum/forum.migration.js';
import { orderPublications } from './publishing/publication-order.migration.js';
import { createPolicyDocuments } from './policy-document/policy-document.migration.js';
import { keepProbes } from './probe/probe.migration.js';
import { addContent } from './content/content.migration.js';
import { addReviews } from './publishing/review.migration.js';
import { countByIndex } from './projection/ledger-index.migration.js';
import { createReadBack, keepReadComments } from './read-back/read-back.migration.js';
import { createStandingNumbers } from './redaction/standing-number.migration.js';
import { createSearchBlocks, fillSearchTail } from './search/search-blocks.migration.js';
import { addSearchWords, indexAnew } from './search/search-words.migration.js';
import { keepCorrections } from './statistics/corrections.migration.js';
import { createSearchSegments } from './search/search-segments.migration.js';
import { findNumbersByTheirEnd } from './search/number-ends.migration.js';
import { createSearchTerms, settleSearchTermsOften } from './search/search-terms.migration.js';
import { createLog, enterMessages, enterPeriods } from './transparency/log.migration.js';
import { addAmendments } from './publishing/amendments.migration.js';

const createProjection = sqlMigration(
  'createProjection1763900400000',
  `CREATE TABLE message (
     message_id uuid PRIMARY KEY,
     message_number text,
     channel text,
     kind text,
     visibility text,
     registered_at timestamptz,
     registered_on date,
     title text,
     text text,
     historical boolean NOT NULL DEFAULT false,
     unit_code text,
     unit_name text,
     ending text NOT NULL DEFAULT 'open',
     reply_due_on date,
     final_due_on date,
     due_on date,
     provisional boolean NOT NULL DEFAULT false,
     extended boolean NOT NULL DEFAULT false,
     extension jsonb,
     interim_published boolean NOT NULL DEFAULT false,
     submitted_at timestamptz,
     answered_at timestamptz,
     answered_in_time boolean,
     level smallint NOT NULL DEFAULT 0,
     version integer NOT NULL DEFAULT 0,
     revision integer NOT NULL DEFAULT 0,
     updated_at timestamptz,
     CONSTRAINT message_private_has_no_words CHECK (visibility <> 'private' OR (title IS NULL AND text IS NULL))
   );
   CREATE UNIQUE INDEX message_number ON message (message_number);
   CREATE INDEX message_newest ON message (registered_at, message_id) WHERE channel IS NOT NULL;
   CREATE INDEX message_unit ON message (unit_code, registered_at) WHERE channel IS NOT NULL;
   CREATE INDEX message_open_due ON message (due_on) WHERE ending = 'open' AND channel IS NOT NULL;
   CREATE INDEX message_answered ON message (answered_at) WHERE answered_at IS NOT NULL;

   CREATE TABLE original (message_id uuid PRIMARY KEY, title text NOT NULL, text text NOT NULL);

   CREATE TABLE fact (
     message_id uuid NOT NULL,
     owner text NOT NULL,
     sequence integer NOT NULL,
     type text NOT NULL,
     at timestamptz NOT NULL,
     data jsonb NOT NULL,
     PRIMARY KEY (message_id, owner, sequence)
   );

   CREATE TABLE reply (
     reply_id uuid PRIMARY KEY,
     message_id uuid NOT NULL,
     unit_code text NOT NULL,
     unit_name text NOT NULL,
     text text NOT NULL,
     interim boolean NOT NULL,
     historical boolean NOT NULL,
     submitted_at timestamptz NOT NULL,
     state text NOT NULL DEFAULT 'waiting',
     published_at timestamptz,
     reasons text[] NOT NULL DEFAULT '{}'
   );
   CREATE INDEX reply_message ON reply (message_id);
   CREATE INDEX reply_waiting ON reply (message_id) WHERE state = 'waiting';

   CREATE TABLE extension_notice (
     extension_id uuid PRIMARY KEY,
     message_id uuid NOT NULL,
     unit_code text NOT NULL,
     unit_name text NOT NULL,
     reason text NOT NULL,
     new_due_on date NOT NULL,
     submitted_at timestamptz NOT NULL,
     published_at timestamptz
   );
   CREATE INDEX extension_notice_message ON extension_notice (message_id);

   CREATE TABLE unit (
     code text PRIMARY KEY,
     name text NOT NULL,
     parent text,
     level integer NOT NULL,
     phones text[] NOT NULL,
     removed boolean NOT NULL,
     sequence integer NOT NULL
   );`,
);

const keepUnredacted = sqlMigration(
  'keepUnredacted1764000000000',
  `CREATE TABLE unredacted (
     message_id uuid NOT NULL,
     place text NOT NULL,
     key text NOT NULL,
     text text NOT NULL,
     numbers text[] NOT NULL,
     PRIMARY KEY (message_id, place, key)
   );
   CREATE INDEX unredacted_numbers ON unredacted USING gin (numbers);`,
);

/** What an assignment and a deadline change then stays on the row's page, mostly. */
const leaveRoom = sqlMigration('leaveRoom1764300000000', 'ALTER TABLE message SET (fillfactor = 70)');

export const migrations: MigrationClass[] = [...messagingMigrations, createProjection, keepUnredacted, createSearchTerms, leaveRoom, settleSearchTermsOften, addDayZero, createSearchBlocks, fillSearchTail, createStandingNumbers, forgetReasons, addSearchWords, indexAnew, ...calendarMigrations, addCalendarVersion, createDecisions, addReviews, addAmendments, addFollowUps, keepOutcomes, addContent, keepMerges, keepRenewals, keepSessions, createForums, keepInterviews, keepClosedPeriods, keepAttachments, keepProbes, createArchives, createLog, enterMessages, listCountedMessages, createDirectory, enterPeriods, findNumbersByTheirEnd, createPolicyDocuments, createHotIssues, createReadBack, orderPublications, createSearchSegments, keepCorrections, countByIndex, keepReadComments];

/** What is known of a message, and what was shown of it. Words may be redacted further when a number is found to be somebody's. */
export const evidence: Evidence = {
  original: [],
  audit_entry: [],
  calendar_notice: [],
  fact: ['data'],
  reply: ['state', 'published_at', 'reasons', 'text', 'promise', 'findings', 'visibility', 'held_at', 'review_due_at', 'review_alarmed_at'],
  decision: ['reason', 'guidance'],
  extension_notice: ['published_at', 'reason'],
  content_review: ['due_at', 'decision', 'decided_at', 'alarmed_at'],
  hiding: ['lifted_at'],
  session_fact: [],
  closed_period: ['figures'],
  period_correction: [],
  session_archive: ['salt', 'print'],
  log_entry: ['salt', 'data'],
  log_checkpoint: ['note'],
  counted_messages: [],
  policy_document_version: [],
};
