import { Inject, Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { directoryOf, type PhoneDirectory } from '@wenzheng/redaction';
import type { Clock } from '@wenzheng/working-days';
import type { HiddenPart } from './hiding.entity.js';
import { Hidings } from './hidings.js';
import { examineInTurns } from './in-turns.js';
import { StandingNumberEntity } from './standing-number.entity.js';
import { UnredactedEntity, type RedactedPlace } from './unredacted.entity.js';
import { CLOCK } from '../tokens.js';

export interface Source {
  messageId: string;
  place: RedactedPlace;
  key: string;
}
type Unredacted = Source & { text: string };

/** What the public reads of a message, and the numbers in it that stand because a unit publishes them. */
export interface PublicWords {
  title: string;
  text: string;
  standing: readonly string[];
}

const batch = 1_000;

const partAt: Readonly<Record<RedactedPlace, HiddenPart>> = { reply: 'reply', notice: 'extension-notice', decision: 'decision', guidance: 'guidance', promise: 'promise' };

/**
 * Redacts what people wrote, and again when the directory changes. Guarantee: what units wrote is redacted with the directory as it is,
 * whichever came first, and no number stands in citizens' public words after it has left the directory. Limit: of these words nothing is kept
 * as it was written, so a number that was hidden in them stays hidden when a unit publishes it later.
 */
@Injectable()
export class RedactionService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Hidings) private readonly hidings: Hidings,
  ) {}

  /** The directory, which then does not change until the transaction ends. To be asked before any row is locked. */
  async directory(manager: EntityManager): Promise<PhoneDirectory> {
    await manager.query(`SELECT pg_advisory_xact_lock_shared(hashtext('directory ' || current_schema()))`);
    return this.read(manager);
  }

  /**
   * Runs what changes the directory while nobody redacts, and then redacts again what the change concerns.
   * @param hiding told of the messages whose public words are about to change
   */
  async whileChanging(manager: EntityManager, change: () => Promise<void>, hiding: (messageIds: readonly string[]) => Promise<void>): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('directory ' || current_schema()))`);
    const before = await this.read(manager);
    await change();
    const after = await this.read(manager);
    const changed = [...before, ...after].filter((number) => !before.has(number) || !after.has(number));
    if (changed.length > 0) await this.redactAgain(manager, changed, after);
    await this.hideAgain(manager, changed.filter((number) => before.has(number)), after, hiding);
  }

  async publicWords(messages: readonly { title: string; text: string }[], directory: PhoneDirectory): Promise<PublicWords[]> {
    const examined = (await examineInTurns(messages.flatMap(({ title, text }) => [title, text]), directory)).values();
    return messages.map(() => {
      const [title, text] = [examined.next().value, examined.next().value];
      const standing = [...(title?.telephones ?? []), ...(text?.telephones ?? [])].filter((number) => directory.has(number));
      return { title: title?.text ?? '', text: text?.text ?? '', standing };
    });
  }

  /** Remembers where units' numbers stand in citizens' words, to find them when they are no longer published. */
  async keepStanding(manager: EntityManager, messages: readonly { messageId: string; words: PublicWords | null }[]): Promise<void> {
    const rows = messages.flatMap(({ messageId, words }) => (words?.standing ?? []).map((number) => ({ messageId, number })));
    await insertRows(manager, StandingNumberEntity, rows, { onConflict: 'ignore' });
  }

  /** The redacted texts; those that hold a telephone number are kept as they were written, too. */
  async redact(manager: EntityManager, directory: PhoneDirectory, words: readonly Unredacted[]): Promise<string[]> {
    const examined = await examineInTurns(words.map(({ text }) => text), directory);
    const kept = words.flatMap((source, index) => {
      const numbers = [...(examined[index]?.telephones ?? [])];
      return numbers.length > 0 ? [{ ...source, numbers }] : [];
    });
    await insertRows(manager, UnredactedEntity, kept, { onConflict: 'ignore' });
    return examined.map(({ text }) => text);
  }

  private async read(manager: EntityManager): Promise<ReadonlySet<string>> {
    const rows = await manager.query<{ phone: string }[]>('SELECT DISTINCT unnest(phones) AS phone FROM unit WHERE NOT removed');
    return directoryOf(rows.map((row) => row.phone));
  }

  private async hideAgain(manager: EntityManager, gone: readonly string[], directory: PhoneDirectory, hiding: (messageIds: readonly string[]) => Promise<void>): Promise<void> {
    if (gone.length === 0) return;
    const messages = await manager.query<{ messageId: string; title: string; text: string }[]>(
      `SELECT message_id AS "messageId", title, text FROM message
       WHERE message_id IN (SELECT message_id FROM standing_number WHERE number = ANY ($1::text[])) AND visibility = 'public' ORDER BY message_id`,
      [gone],
    );
    if (messages.length === 0) return;
    const messageIds = messages.map(({ messageId }) => messageId);
    await hiding(messageIds);
    const words = await this.publicWords(messages, directory);
    await manager.query(
      `UPDATE message SET title = new.title, text = new.text, search_words = NULL, revision = revision + 1, updated_at = $4
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (message_id, title, text) WHERE message.message_id = new.message_id`,
      [messageIds, words.map(({ title }) => title), words.map(({ text }) => text), this.clock.now()],
    );
    for (const { text, ...part } of await this.hidings.parts(manager, messageIds, ['title', 'text'])) {
      const [whole] = await examineInTurns([text], directory);
      await this.hidings.show(manager, part, whole?.text ?? '');
    }
    await manager.query('DELETE FROM standing_number WHERE number = ANY ($1::text[])', [gone]);
  }

  private async redactAgain(manager: EntityManager, numbers: readonly string[], directory: PhoneDirectory): Promise<void> {
    let last: Source = { messageId: '00000000-0000-0000-0000-000000000000', place: 'decision', key: '' };
    for (;;) {
      const rows = await manager.query<Unredacted[]>(
        `SELECT message_id AS "messageId", place, key, text FROM unredacted
         WHERE numbers && $1::text[] AND (message_id, place, key) > ($2::uuid, $3, $4) ORDER BY message_id, place, key LIMIT ${batch}`,
        [numbers, last.messageId, last.place, last.key],
      );
      const examined = await examineInTurns(rows.map(({ text }) => text), directory);
      await this.write(manager, rows.map((row, index) => ({ ...row, text: examined[index]?.text ?? '' })));
      const end = rows.at(-1);
      if (!end || rows.length < batch) return;
      last = end;
    }
  }

  private async write(manager: EntityManager, words: readonly Unredacted[]): Promise<void> {
    const statements: Readonly<Record<RedactedPlace, string>> = {
      reply: 'UPDATE reply SET text = new.text FROM new WHERE reply.reply_id = new.key::uuid',
      notice: 'UPDATE extension_notice SET reason = new.text FROM new WHERE extension_notice.extension_id = new.key::uuid',
      decision: 'UPDATE decision SET reason = new.text FROM new WHERE decision.decision_id = new.key::uuid',
      promise: `UPDATE reply SET promise = promise || jsonb_build_object('text', new.text) FROM new WHERE reply.reply_id = new.key::uuid`,
      guidance: 'UPDATE decision SET guidance = new.text FROM new WHERE decision.decision_id = new.key::uuid',
    };
    for (const [place, statement] of Object.entries(statements)) {
      const rows = words.filter((word) => word.place === place);
      if (rows.length === 0) continue;
      await manager.query(`WITH new AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (message_id, key, text)) ${statement}`, [
        rows.map((row) => row.messageId),
        rows.map((row) => row.key),
        rows.map((row) => row.text),
      ]);
    }
    // They are whole again now: what was hidden of them is hidden anew.
    const places = new Map(words.map(({ place, key, text }) => [`${partAt[place]} ${key}`, text]));
    for (const { messageId, part, partId } of await this.hidings.parts(manager, words.map(({ messageId }) => messageId), Object.values(partAt))) {
      const whole = places.get(`${part} ${partId}`);
      if (whole !== undefined) await this.hidings.show(manager, { messageId, part, partId }, whole);
    }
    await manager.query('UPDATE message SET revision = revision + 1, updated_at = $2 WHERE message_id = ANY ($1::uuid[])', [
      words.map((word) => word.messageId),
      this.clock.now(),
    ]);
  }
}
