import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import { planned, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock, type WorkingCalendar } from '@wenzheng/working-days';
import { PublishingService, type LockedMessage } from '../publishing/publishing.service.js';
import type { WaitingNotice, WaitingReply } from '../publishing/publishing.rules.js';
import { redact, type PhoneDirectory } from '../redaction/redaction.rules.js';
import { WordSearch } from '../search/word-search.js';
import { factKey, RedactionService } from '../redaction/redaction.service.js';
import type { Fact } from './facts.rules.js';
import { fold, type Known, type PublishedNotice, type PublishedReply, type Standing } from './fold.rules.js';
import { CALENDAR, CLOCK } from '../tokens.js';

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
}

/** What a batch of events brings; words come unredacted and are redacted here, before anything is stored. */
export interface Arrival {
  facts: readonly Fact[];
  registrations?: readonly Registration[];
  replies?: readonly WaitingReply[];
  notices?: readonly WaitingNotice[];
}

interface RegisteredMessage extends LockedMessage {
  registeredOn: string;
  /** Columns of one that has no row yet. */
  registration?: object;
}

/**
 * Folds events into the projection, set-based, in the caller's transaction. Guarantee: for every order and duplication of a
 * message's events the same projection, and each reply published or returned once.
 */
@Injectable()
export class ProjectionService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(PublishingService) private readonly publishing: PublishingService,
    @Inject(RedactionService) private readonly redaction: RedactionService,
    @Inject(WordSearch) private readonly search: WordSearch,
  ) {}

  async receive(manager: EntityManager, arrival: Arrival): Promise<void> {
    const messageIds = [...new Set(arrival.facts.map((fact) => fact.messageId))].sort();
    const directory = await this.redaction.directory(manager);
    await this.lock(manager, messageIds);
    await this.storeFacts(manager, arrival.facts, directory);
    await this.storeSubmitted(manager, arrival, directory);
    const known = await this.registered(manager, messageIds);
    const fresh = await this.register(manager, arrival.registrations ?? [], known, directory);
    await this.refold(manager, known);
    await this.refold(manager, fresh);
  }

  /** From the first event on, before there is a row; in key order, so that replicas never wait for each other in a ring. */
  private async lock(manager: EntityManager, messageIds: string[]): Promise<void> {
    await manager.query(planned('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || id, 0)) FROM unnest($1::text[]) AS id'), [messageIds]);
  }

  private async storeSubmitted(manager: EntityManager, { replies = [], notices = [] }: Arrival, directory: PhoneDirectory): Promise<void> {
    const texts = await this.redaction.redact(
      manager,
      directory,
      replies.map(({ messageId, replyId, text }) => ({ messageId, place: 'reply', key: replyId, text })),
    );
    await this.publishing.storeReplies(manager, replies.map((reply, index) => ({ ...reply, text: texts[index] ?? '' })));
    const reasons = await this.redaction.redact(
      manager,
      directory,
      notices.map(({ messageId, extensionId, reason }) => ({ messageId, place: 'notice', key: extensionId, text: reason })),
    );
    await this.publishing.storeNotices(manager, notices.map((notice, index) => ({ ...notice, reason: reasons[index] ?? '' })));
  }

  private async storeFacts(manager: EntityManager, facts: readonly Fact[], directory: PhoneDirectory): Promise<void> {
    const reasons = await this.redaction.redact(
      manager,
      directory,
      facts.map((fact) => ({ messageId: fact.messageId, place: 'fact', key: factKey(fact), text: fact.data.reason ?? '' })),
    );
    const data = facts.map((fact, index) => JSON.stringify(fact.data.reason === undefined ? fact.data : { ...fact.data, reason: reasons[index] }));
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
        data,
      ],
    );
  }

  /** R06 with 脱敏: a public message keeps redacted words alone, a private one keeps none in its row and its own in `original`. */
  private async register(
    manager: EntityManager,
    registrations: readonly Registration[],
    known: readonly RegisteredMessage[],
    directory: PhoneDirectory,
  ): Promise<RegisteredMessage[]> {
    const fresh = new Map(registrations.map((message) => [message.messageId, message]));
    for (const { messageId } of known) fresh.delete(messageId);
    const messages = [...fresh.values()].map((message) => {
      const registeredOn = businessDateOf(message.registeredAt);
      const words = message.visibility === 'public' ? { title: redact(message.title, directory), text: redact(message.text, directory) } : null;
      return { ...message, registeredOn, version: 0, words, registration: registrationColumns({ ...message, registeredOn }, words) };
    });
    await this.search.store(manager, messages.flatMap(({ messageId, words }) => (words ? [{ messageId, words: `${words.title}\n${words.text}` }] : [])));
    const hidden = messages.filter(({ words }) => words === null);
    if (hidden.length > 0) {
      await manager.query(
        `INSERT INTO original (message_id, title, text) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
        [hidden.map((message) => message.messageId), hidden.map((message) => message.title), hidden.map((message) => message.text)],
      );
    }
    return messages;
  }

  private async registered(manager: EntityManager, messageIds: string[]): Promise<RegisteredMessage[]> {
    return manager.query<RegisteredMessage[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", visibility, registered_on::text AS "registeredOn", version
       FROM message WHERE message_id = ANY ($1::uuid[]) AND channel IS NOT NULL ORDER BY message_id`,
      [messageIds],
    );
  }

  /** Publishes what waited for these messages, and writes each row once. */
  private async refold(manager: EntityManager, messages: readonly RegisteredMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const emitted = await this.publishing.publish(manager, messages);
    const known = await this.known(manager, messages);
    const rows = messages.map((message) => {
      const standing = fold(known.get(message.messageId) ?? { ...message, facts: [], replies: [], notices: [] }, this.calendar);
      return { ...message.registration, ...toRow(message.messageId, message.version + (emitted.get(message.messageId) ?? 0), standing) };
    });
    const columns = Object.keys(rows[0] ?? {});
    await manager.query(
      planned(`INSERT INTO message (${columns.join(', ')}, revision, updated_at)
       SELECT ${columns.join(', ')}, 1, $2 FROM jsonb_populate_recordset(NULL::message, $1::jsonb) ORDER BY message_id
       ON CONFLICT (message_id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')},
         revision = message.revision + 1, updated_at = excluded.updated_at`),
      [JSON.stringify(rows), this.clock.now()],
    );
  }

  private async known(manager: EntityManager, messages: readonly RegisteredMessage[]): Promise<Map<string, Known>> {
    const messageIds = messages.map((message) => message.messageId);
    const facts = await manager.query<Fact[]>(
      `SELECT message_id AS "messageId", owner, sequence, type, at, data FROM fact WHERE message_id = ANY ($1::uuid[])`,
      [messageIds],
    );
    const replies = await manager.query<(PublishedReply & { messageId: string })[]>(
      `SELECT message_id AS "messageId", reply_id AS "replyId", interim, submitted_at AS "submittedAt", published_at AS "publishedAt"
       FROM reply WHERE message_id = ANY ($1::uuid[]) AND state = 'published'`,
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

const byMessage = <Row extends { messageId: string }>(rows: readonly Row[]): Map<string, Row[]> =>
  Map.groupBy(rows, (row) => row.messageId);

const registrationColumns = (message: Registration & { registeredOn: string }, words: { title: string; text: string } | null) => ({
  message_number: message.messageNumber,
  channel: message.channel,
  kind: message.kind,
  visibility: message.visibility,
  registered_at: message.registeredAt,
  registered_on: message.registeredOn,
  title: words?.title ?? null,
  text: words?.text ?? null,
  historical: message.historical,
});

function toRow(messageId: string, version: number, standing: Standing) {
  return {
    message_id: messageId,
    version,
    unit_code: standing.unit?.code ?? null,
    unit_name: standing.unit?.name ?? null,
    ending: standing.ending,
    day_zero: standing.dayZero,
    reply_due_on: standing.replyDueOn,
    final_due_on: standing.finalDueOn,
    due_on: standing.dueOn,
    provisional: standing.provisional,
    extended: standing.extended,
    extension: standing.extension,
    interim_published: standing.interimPublished,
    submitted_at: standing.submittedAt,
    answered_at: standing.answeredAt,
    answered_in_time: standing.answeredInTime,
    level: standing.level,
  };
}

