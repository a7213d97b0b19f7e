import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@wenzheng/platform';
import { directoryOf, type PhoneDirectory } from '@wenzheng/redaction';
import type { Clock } from '@wenzheng/working-days';
import { examineInTurns } from './in-turns.js';
import type { RedactedPlace } from './unredacted.entity.js';
import { CLOCK } from '../tokens.js';

export interface Source {
  messageId: string;
  place: RedactedPlace;
  key: string;
}
type Unredacted = Source & { text: string };

const batch = 1_000;

/** Where a fact's reason stands, in {@link Source.key}. */
export const factKey = (fact: { owner: string; sequence: number }): string => `${fact.owner} ${fact.sequence}`;

/**
 * Redacts what units wrote, and again when the directory changes. Guarantee: what stands is redacted with the directory as it
 * is, whichever came first. Limit: of citizens' public words nothing is kept, so they stay as the directory of their moment left them.
 */
@Injectable()
export class RedactionService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** The directory, which then does not change until the transaction ends. To be asked before any row is locked. */
  async directory(manager: EntityManager): Promise<PhoneDirectory> {
    await manager.query(`SELECT pg_advisory_xact_lock_shared(hashtext('directory ' || current_schema()))`);
    return this.read(manager);
  }

  /** Runs what changes the directory while nobody redacts, and then redacts again what the change concerns. */
  async whileChanging(manager: EntityManager, change: () => Promise<void>): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('directory ' || current_schema()))`);
    const before = await this.read(manager);
    await change();
    const after = await this.read(manager);
    const changed = [...before, ...after].filter((number) => !before.has(number) || !after.has(number));
    if (changed.length > 0) await this.redactAgain(manager, changed, after);
  }

  /** The redacted texts; those that hold a telephone number are kept as they were written, too. */
  async redact(manager: EntityManager, directory: PhoneDirectory, words: readonly Unredacted[]): Promise<string[]> {
    const examined = await examineInTurns(words.map(({ text }) => text), directory);
    const kept = words.flatMap((source, index) => {
      const numbers = [...(examined[index]?.telephones ?? [])];
      return numbers.length > 0 ? [{ message_id: source.messageId, place: source.place, key: source.key, text: source.text, numbers }] : [];
    });
    if (kept.length > 0) {
      await manager.query(
        `INSERT INTO unredacted (message_id, place, key, text, numbers)
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS new (message_id uuid, place text, key text, text text, numbers text[])
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(kept)],
      );
    }
    return examined.map(({ text }) => text);
  }

  private async read(manager: EntityManager): Promise<ReadonlySet<string>> {
    const rows = await manager.query<{ phone: string }[]>('SELECT DISTINCT unnest(phones) AS phone FROM unit WHERE NOT removed');
    return directoryOf(rows.map((row) => row.phone));
  }

  private async redactAgain(manager: EntityManager, numbers: readonly string[], directory: PhoneDirectory): Promise<void> {
    let last: Source = { messageId: '00000000-0000-0000-0000-000000000000', place: 'fact', key: '' };
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
      fact: `UPDATE fact SET data = jsonb_set(data, '{reason}', to_jsonb(new.text)) FROM new
             WHERE fact.message_id = new.message_id AND fact.owner || ' ' || fact.sequence = new.key`,
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
    await manager.query('UPDATE message SET revision = revision + 1, updated_at = $2 WHERE message_id = ANY ($1::uuid[])', [
      words.map((word) => word.messageId),
      this.clock.now(),
    ]);
  }
}
