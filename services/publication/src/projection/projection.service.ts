import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind, Visibility, ReplyPromise } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { harmsIn, type Harm } from '@wenzheng/gate';
import { insertRows, planned, type EntityManager } from '@wenzheng/platform';
import type { PhoneDirectory } from '@wenzheng/redaction';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { PublishingService, type LockedMessage } from '../publishing/publishing.service.js';
import type { WaitingNotice, WaitingReply } from '../publishing/publishing.rules.js';
import { SearchIndexer } from '../search/search-indexer.js';
import { searchWords } from '../search/search.rules.js';
import { RedactionService, type PublicWords } from '../redaction/redaction.service.js';
import type { Fact } from './facts.rules.js';
import { ContentReviewEntity } from './content-review.entity.js';
import { contentOf, contentReviewDueAt, visibilityEvent } from './content.rules.js';
import { DecisionEntity } from './decision.entity.js';
import { OriginalEntity } from './original.entity.js';
import { standingOf, type Known, type PublishedNotice, type KnownReply, type Standing } from './standing.rules.js';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';

export interface Registration {
  messageId: string;
  messageNumber: string;
  channel: ChannelName;
  kind: MessageKind | null;
  visibility: Visibility;
  registeredAt: Date;
  title: string;
  text: string;
  historical: boolean;
  followUpTo?: string | null | undefined;
  sessionId?: string | null | undefined;
}

/** What a batch of events brings, in words as they were written. */
export interface Arrival {
  facts: readonly Fact[];
  registrations?: readonly Registration[];
  replies?: readonly WaitingReply[];
  notices?: readonly WaitingNotice[];
  decisions?: readonly Decision[];
}

/** The words of a decision of the information office. */
export interface Decision {
  decisionId: string;
  messageId: string;
  reason: string;
  guidance: string | null;
}

/** The same with every word redacted; `words` are a public message's, a private one has none. */
interface Redacted {
  facts: readonly Fact[];
  registrations: readonly (Registration & { chosen: Visibility; harms: readonly Harm[]; words: PublicWords | null })[];
  replies: readonly WaitingReply[];
  notices: readonly WaitingNotice[];
  decisions: readonly Decision[];
}

/** A message that is registered here, now or before. */
interface RegisteredMessage extends LockedMessage {
  historical: boolean;
  /** Columns of one that has no row yet. */
  registration?: RegistrationColumns;
  harms?: readonly Harm[];
}

/**
 * Puts together what all services tell of a message, set-based, in the caller's transaction. Guarantee: for every order and
 * duplication of messages' events the same projection, and each reply published or returned once.
 */
@Injectable()
export class ProjectionService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(PublishingService) private readonly publishing: PublishingService,
    @Inject(RedactionService) private readonly redaction: RedactionService,
    @Inject(SearchIndexer) private readonly search: SearchIndexer,
  ) {}

  async receive(manager: EntityManager, arrival: Arrival): Promise<void> {
    const directory = await this.redaction.directory(manager);
    const messageIds = [...new Set(arrival.facts.map((fact) => fact.messageId))];
    // A lead that is being registered meanwhile finds the reply, or the reply finds it.
    await this.lock(manager, [...messageIds, ...(arrival.replies ?? []).flatMap(({ sharedWith }) => sharedWith ?? [])]);
    const redacted = await this.redact(manager, directory, arrival);
    await this.store(manager, redacted);
    await this.publish(manager, messageIds, redacted.registrations);
    const waiting = await this.publishing.waitingFor(manager, redacted.registrations.map(({ messageId }) => messageId));
    if (waiting.length === 0) return;
    // No longer in key order: whoever waits for another in a ring with this is ended by the database, and its events come again.
    await this.lock(manager, waiting);
    await this.publish(manager, waiting, []);
  }

  private async publish(manager: EntityManager, messageIds: string[], registrations: Redacted['registrations']): Promise<void> {
    const messages = await this.registered(manager, messageIds, registrations);
    await this.openContentReviews(manager, messages);
    const emitted = await this.publishing.publish(manager, messages);
    await this.project(manager, messages, emitted);
  }

  /**
   * Does what a person decides about one message, in the same order: its row is locked, what was done is counted, and it is put together anew.
   * @param act returns how many events it has given the message
   */
  async amend(manager: EntityManager, messageId: string, act: (message: LockedMessage) => Promise<number>): Promise<void> {
    await this.redaction.directory(manager);
    await this.lock(manager, [messageId]);
    const [message] = await this.registered(manager, [messageId], []);
    if (!message) throw problem('publication.message-not-found');
    await this.project(manager, [message], new Map([[messageId, await act(message)]]));
  }

  /** From the first event on, before there is a row; in key order, so that replicas never wait for each other in a ring. */
  private async lock(manager: EntityManager, messageIds: string[]): Promise<void> {
    await manager.query(planned('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || id, 0)) FROM unnest($1::text[]) AS id'), [[...new Set(messageIds)].sort()]);
  }

  /** Every word of the batch, before anything else is done with it. R06: a private message has no public words at all. */
  private async redact(manager: EntityManager, directory: PhoneDirectory, { facts, registrations = [], replies = [], notices = [], decisions = [] }: Arrival): Promise<Redacted> {
    const ofUnits = await this.redaction.redact(manager, directory, [
      ...replies.map(({ messageId, replyId, text }) => ({ messageId, place: 'reply' as const, key: replyId, text })),
      ...replies.map(({ messageId, replyId, promise }) => ({ messageId, place: 'promise' as const, key: replyId, text: promise?.text ?? '' })),
      ...notices.map(({ messageId, extensionId, reason }) => ({ messageId, place: 'notice' as const, key: extensionId, text: reason })),
      ...decisions.map(({ messageId, decisionId, reason }) => ({ messageId, place: 'decision' as const, key: decisionId, text: reason })),
      ...decisions.map(({ messageId, decisionId, guidance }) => ({ messageId, place: 'guidance' as const, key: decisionId, text: guidance ?? '' })),
    ]);
    const examined = registrations.map(examine);
    const ofCitizens = (await this.redaction.publicWords(examined.filter(({ visibility }) => visibility === 'public'), directory)).values();
    const next = ofUnits.values();
    const take = (): string => next.next().value ?? '';
    return {
      replies: replies.map((reply) => ({ ...reply, text: take() })).map((reply) => ({ ...reply, promise: promised(reply.promise, take()) })),
      notices: notices.map((notice) => ({ ...notice, reason: take() })),
      decisions: decisions.map((decision) => ({ ...decision, reason: take() })).map((decision) => ({ ...decision, guidance: take() || null })),
      facts,
      registrations: examined.map((message) => ({
        ...message,
        words: message.visibility === 'public' ? (ofCitizens.next().value ?? null) : null,
      })),
    };
  }

  private async store(manager: EntityManager, { facts, replies, notices, decisions, registrations }: Redacted): Promise<void> {
    await this.storeFacts(manager, facts);
    await this.publishing.storeReplies(manager, replies);
    await this.publishing.storeNotices(manager, notices);
    await insertRows(manager, DecisionEntity, decisions, { onConflict: 'ignore' });
    await this.storeOriginals(manager, registrations.filter(({ words }) => words === null));
    await this.redaction.keepStanding(manager, registrations);
    await this.search.enqueue(manager, registrations.flatMap(({ messageId, words }) => (words ? [messageId] : [])));
  }

  private async storeFacts(manager: EntityManager, facts: readonly Fact[]): Promise<void> {
    await manager.query(
      planned(`INSERT INTO fact (message_id, owner, sequence, type, at, data)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::jsonb[])
       ON CONFLICT DO NOTHING`),
      [
        facts.map((fact) => fact.messageId),
        facts.map((fact) => fact.owner),
        facts.map((fact) => fact.sequence),
        facts.map((fact) => fact.type),
        facts.map((fact) => fact.at),
        facts.map((fact) => JSON.stringify(fact.data)),
      ],
    );
  }

  /** Of a private message its own words, for its writer alone. */
  private async storeOriginals(manager: EntityManager, messages: readonly Registration[]): Promise<void> {
    await insertRows(manager, OriginalEntity, messages.map(({ messageId, title, text }) => ({ messageId, title, text })), { onConflict: 'ignore' });
  }

  /** Those of the messages that are registered by now, in key order. */
  private async registered(manager: EntityManager, messageIds: string[], registrations: Redacted['registrations']): Promise<RegisteredMessage[]> {
    const known = await manager.query<RegisteredMessage[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", channel, visibility, registered_on::text AS "registeredOn", historical, version
       FROM message WHERE message_id = ANY ($1::uuid[]) AND channel IS NOT NULL`,
      [messageIds],
    );
    const fresh = new Map(registrations.map((message) => [message.messageId, message]));
    for (const { messageId } of known) fresh.delete(messageId);
    const registeredNow = [...fresh.values()].map(({ messageId, messageNumber, visibility, historical, chosen, harms, ...message }) => {
      const registeredOn = businessDateOf(message.registeredAt);
      const registration = {
        message_number: messageNumber, channel: message.channel, kind: message.kind, visibility, content: contentOf(harms), chosen: chosen === visibility ? null : chosen, registered_at: message.registeredAt, registered_on: registeredOn, follow_up_to: message.followUpTo ?? null, session_id: message.sessionId ?? null,
        title: message.words?.title ?? null, text: message.words?.text ?? null, search_words: message.words ? searchWords(message.words) : null,
      };
      return { messageId, messageNumber, channel: message.channel, visibility, historical, registeredOn, version: 0, registration, harms };
    });
    return [...known, ...registeredNow].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  }

  /** Of what was registered now and is not shown as it came. Its events come before those of its replies. */
  private async openContentReviews(manager: EntityManager, messages: readonly RegisteredMessage[]): Promise<void> {
    const harmful = messages.filter(({ harms = [] }) => harms.length > 0);
    if (harmful.length === 0) return;
    const now = this.clock.now();
    const rows = harmful.map((message) => ({ messageId: message.messageId, harms: [...(message.harms ?? [])], openedAt: now, dueAt: contentReviewDueAt(now, message, this.calendars.current) }));
    await insertRows(manager, ContentReviewEntity, rows, { onConflict: 'ignore' });
    const events = harmful.map((message) => {
      message.version += 1;
      return visibilityEvent(message.messageId, { content: contentOf(message.harms ?? []), visibility: message.visibility, reason: message.harms?.[0]?.code ?? '' }, { sequence: message.version, now });
    });
    await appendToOutbox(manager, events);
  }

  /** Computes where each message stands from everything that is known of it, and writes its row once. */
  private async project(manager: EntityManager, messages: readonly RegisteredMessage[], emitted: ReadonlyMap<string, number>): Promise<void> {
    if (messages.length === 0) return;
    const known = await this.known(manager, messages);
    const withdrawn: string[] = [];
    const rows = messages.map((message) => {
      const standing = standingOf(known.get(message.messageId) ?? { ...message, facts: [], replies: [], notices: [] }, this.calendars.current);
      if (standing.isWithdrawn) withdrawn.push(message.messageId);
      const version = message.version + (emitted.get(message.messageId) ?? 0);
      return { ...message.registration, historical: message.historical, ...standingColumns(message.messageId, version, standing) };
    });
    await manager.query(writeRows, [JSON.stringify(rows), this.clock.now()]);
    // What its writer has withdrawn is nobody's to read any more, whatever ended it first.
    if (withdrawn.length > 0) await manager.query('UPDATE message SET title = NULL, text = NULL, search_words = NULL WHERE message_id = ANY ($1::uuid[])', [withdrawn]);
  }

  private async known(manager: EntityManager, messages: readonly RegisteredMessage[]): Promise<Map<string, Known>> {
    const messageIds = messages.map((message) => message.messageId);
    const facts = await manager.query<Fact[]>(
      `SELECT message_id AS "messageId", owner, sequence, type, at, data FROM fact WHERE message_id = ANY ($1::uuid[])`,
      [messageIds],
    );
    const replies = await manager.query<(KnownReply & { messageId: string })[]>(
      `SELECT message_id AS "messageId", reply_id AS "replyId", interim, submitted_at AS "submittedAt", published_at AS "publishedAt", visibility
       FROM reply WHERE message_id = ANY ($1::uuid[]) AND state IN ('published', 'held') AND coalesce(corrects, supplements, renews) IS NULL`,
      [messageIds],
    );
    const notices = await manager.query<(PublishedNotice & { messageId: string })[]>(
      `SELECT message_id AS "messageId", extension_id AS "extensionId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit,
         new_due_on::text AS "newDueOn", submitted_at AS "submittedAt", published_at AS "publishedAt"
       FROM extension_notice WHERE message_id = ANY ($1::uuid[]) AND published_at IS NOT NULL`,
      [messageIds],
    );
    const [factsOf, repliesOf, noticesOf] = [byMessage(facts), byMessage(replies), byMessage(notices)];
    return new Map(
      messages.map(({ messageId, registeredOn, visibility }) => [
        messageId,
        {
          registeredOn,
          visibility,
          facts: factsOf.get(messageId) ?? [],
          replies: repliesOf.get(messageId) ?? [],
          notices: noticesOf.get(messageId) ?? [],
        },
      ]),
    );
  }
}

const promised = (promise: ReplyPromise | null, text: string): ReplyPromise | null => promise && { ...promise, text };

/** What was public long ago elsewhere is judged too: it has not been here. */
function examine(registration: Registration): Registration & { chosen: Visibility; harms: readonly Harm[] } {
  const { visibility: chosen } = registration;
  const harms = chosen === 'public' ? harmsIn(registration) : [];
  return { ...registration, chosen, harms, visibility: harms.length > 0 ? 'private' : chosen };
}

const byMessage = <Row extends { messageId: string }>(rows: readonly Row[]): Map<string, Row[]> =>
  Map.groupBy(rows, (row) => row.messageId);

function standingColumns(messageId: string, version: number, standing: Standing) {
  return {
    message_id: messageId,
    version,
    unit_code: standing.unit?.code ?? null,
    unit_name: standing.unit?.name ?? null,
    ending: standing.ending,
    ended_at: standing.endedAt,
    merged_into: standing.mergedInto,
    day_zero: standing.dayZero,
    reply_due_on: standing.replyDueOn,
    final_due_on: standing.finalDueOn,
    due_on: standing.dueOn,
    provisional: standing.provisional,
    extended: standing.extended,
    extension: standing.extension,
    interim_published: standing.interimPublished,
    submitted_at: standing.submittedAt,
    review_due_on: standing.reviewDueOn,
    answered_at: standing.answeredAt,
    answered_in_time: standing.answeredInTime,
    level: standing.level,
    calendar_version: standing.calendarVersion,
  };
}

type RegistrationColumns = Record<(typeof registrationColumns)[number], unknown>;
const registrationColumns = ['message_number', 'follow_up_to', 'session_id', 'channel', 'kind', 'visibility', 'content', 'chosen', 'registered_at', 'registered_on', 'title', 'text', 'search_words'] as const;
const standingColumnNames = [
  'historical', 'version', 'unit_code', 'unit_name', 'ending', 'ended_at', 'merged_into', 'day_zero', 'reply_due_on', 'final_due_on', 'due_on', 'provisional', 'extended', 'extension',
  'interim_published', 'submitted_at', 'review_due_on', 'answered_at', 'answered_in_time', 'level', 'calendar_version',
] satisfies (keyof ReturnType<typeof standingColumns> | 'historical')[];

/** What was registered before stays as it was; where the message stands is written anew. */
const writeRows = planned(`
  INSERT INTO message (message_id, ${[...registrationColumns, ...standingColumnNames].join(', ')}, revision, updated_at)
  SELECT message_id, ${[...registrationColumns, ...standingColumnNames].join(', ')}, 1, $2 FROM jsonb_populate_recordset(NULL::message, $1::jsonb) ORDER BY message_id
  ON CONFLICT (message_id) DO UPDATE SET
    ${registrationColumns.map((column) => `${column} = coalesce(excluded.${column}, message.${column})`).join(', ')},
    ${standingColumnNames.map((column) => `${column} = excluded.${column}`).join(', ')},
    revision = message.revision + 1, updated_at = excluded.updated_at`);
