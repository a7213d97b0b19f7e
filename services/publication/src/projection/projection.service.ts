import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock, type WorkingCalendar } from '@wenzheng/working-days';
import { CLOCK } from '../clock.js';
import { CALENDAR } from '../calendar.js';
import { PublishingService } from '../publishing/publishing.service.js';
import type { WaitingNotice, WaitingReply } from '../publishing/publishing.rules.js';
import { redact, type PhoneDirectory } from '../redaction/redaction.rules.js';
import { WordSearch } from '../search/word-search.js';
import { factKey, RedactionService } from '../redaction/redaction.service.js';
import type { Fact } from './facts.rules.js';
import { fold, type Known, type PublishedNotice, type PublishedReply, type Standing } from './fold.rules.js';

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

interface LockedRow {
  messageId: string;
  messageNumber: string;
  visibility: Visibility;
  registeredOn: string;
  version: number;
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
    await this.storeRegistrations(manager, arrival.registrations ?? [], directory);
    await this.storeSubmitted(manager, arrival, directory);
    const registered = await this.registered(manager, messageIds);
    if (registered.length === 0) return;
    const emitted = await this.publishing.publish(manager, registered);
    await this.refold(manager, registered, emitted);
  }

  /** The row is the message's lock, from the first event on; in key order, so that replicas never wait for each other in a ring. */
  private async lock(manager: EntityManager, messageIds: string[]): Promise<void> {
    await manager.query(
      `INSERT INTO message (message_id) SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id ON CONFLICT DO NOTHING`,
      [messageIds],
    );
    await manager.query('SELECT FROM message WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE', [messageIds]);
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
      `INSERT INTO fact (message_id, owner, sequence, type, at, data)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::jsonb[])
       ON CONFLICT DO NOTHING`,
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

  /** R06 with 脱敏: a public message keeps redacted words alone, a private one keeps none here and its own in `original`. */
  private async storeRegistrations(manager: EntityManager, messages: readonly Registration[], directory: PhoneDirectory): Promise<void> {
    if (messages.length === 0) return;
    const titles = messages.map(({ title, visibility }) => (visibility === 'public' ? redact(title, directory) : null));
    const texts = messages.map(({ text, visibility }) => (visibility === 'public' ? redact(text, directory) : null));
    await manager.query(
      `UPDATE message SET message_number = new.message_number, channel = new.channel, kind = new.kind, visibility = new.visibility,
         registered_at = new.registered_at, registered_on = new.registered_on, title = new.title, text = new.text,
         historical = new.historical
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::date[], $8::text[],
         $9::text[], $10::boolean[])
         AS new (message_id, message_number, channel, kind, visibility, registered_at, registered_on, title, text, historical)
       WHERE message.message_id = new.message_id AND message.channel IS NULL`,
      [
        messages.map((message) => message.messageId),
        messages.map((message) => message.messageNumber),
        messages.map((message) => message.channel),
        messages.map((message) => message.kind),
        messages.map((message) => message.visibility),
        messages.map((message) => message.registeredAt),
        messages.map((message) => businessDateOf(message.registeredAt)),
        titles,
        texts,
        messages.map((message) => message.historical),
      ],
    );
    const shown = messages.flatMap(({ messageId, visibility }, index) =>
      visibility === 'public' ? [{ messageId, words: `${titles[index]}\n${texts[index]}` }] : [],
    );
    await this.search.store(manager, shown);
    const hidden = messages.filter((message) => message.visibility === 'private');
    if (hidden.length === 0) return;
    await manager.query(
      `INSERT INTO original (message_id, title, text) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
      [hidden.map((message) => message.messageId), hidden.map((message) => message.title), hidden.map((message) => message.text)],
    );
  }

  private async registered(manager: EntityManager, messageIds: string[]): Promise<LockedRow[]> {
    return manager.query<LockedRow[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", visibility, registered_on::text AS "registeredOn", version
       FROM message WHERE message_id = ANY ($1::uuid[]) AND channel IS NOT NULL ORDER BY message_id`,
      [messageIds],
    );
  }

  private async refold(manager: EntityManager, messages: readonly LockedRow[], emitted: ReadonlyMap<string, number>): Promise<void> {
    const known = await this.known(manager, messages);
    const rows = messages.map((message) => {
      const standing = fold(known.get(message.messageId) ?? { ...message, facts: [], replies: [], notices: [] }, this.calendar);
      return toRow(message.messageId, message.version + (emitted.get(message.messageId) ?? 0), standing);
    });
    await manager.query(
      `UPDATE message SET unit_code = now.unit_code, unit_name = now.unit_name, ending = now.ending, reply_due_on = now.reply_due_on,
         final_due_on = now.final_due_on, due_on = now.due_on, provisional = now.provisional, extended = now.extended,
         extension = now.extension, interim_published = now.interim_published, submitted_at = now.submitted_at,
         answered_at = now.answered_at, answered_in_time = now.answered_in_time, level = now.level, version = now.version,
         revision = revision + 1, updated_at = $2
       FROM jsonb_to_recordset($1::jsonb) AS now (message_id uuid, version integer, unit_code text, unit_name text, ending text,
         reply_due_on date, final_due_on date, due_on date, provisional boolean, extended boolean, extension jsonb,
         interim_published boolean, submitted_at timestamptz, answered_at timestamptz, answered_in_time boolean, level smallint)
       WHERE message.message_id = now.message_id`,
      [JSON.stringify(rows), this.clock.now()],
    );
  }

  private async known(manager: EntityManager, messages: readonly LockedRow[]): Promise<Map<string, Known>> {
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

function toRow(messageId: string, version: number, standing: Standing) {
  return {
    message_id: messageId,
    version,
    unit_code: standing.unit?.code ?? null,
    unit_name: standing.unit?.name ?? null,
    ending: standing.ending,
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

