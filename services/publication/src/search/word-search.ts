import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from '@wenzheng/platform';
import { READS } from '../reads.js';
import { termsOf } from './search.rules.js';

/** The messages that a query finds, or null where so many may be meant that a walk from the newest on meets them soon. */
export type Found = readonly string[] | null;

/** More candidates than these are not looked through. */
const most = 10_000;

/**
 * Finds words in what is public, by an index of characters and pairs of characters: Chinese has no spaces to part words by. The
 * index names candidates and the words themselves decide, so that what is found is exact.
 */
@Injectable()
export class WordSearch {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The message with this number, and the public ones whose title or text contains it. Capital ASCII letters count as small. */
  async find(text: string): Promise<Found> {
    const candidates = await this.reads.query<{ id: string }[]>(`SELECT message_id AS id FROM search_terms WHERE terms @> $1::integer[] LIMIT ${most + 1}`, [
      termsOf(text),
    ]);
    if (candidates.length > most) return null;
    const rows = await this.reads.query<{ id: string }[]>(
      `SELECT m.message_id AS id FROM message m WHERE m.message_number = upper($1) OR (m.message_id = ANY ($2::uuid[]) AND ${containsSql('$1')})`,
      [text, candidates.map(({ id }) => id)],
    );
    return rows.map(({ id }) => id);
  }

  /** These public messages can be found from now on, by their redacted words. */
  async store(manager: EntityManager, messages: readonly { messageId: string; words: string }[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = messages.map(({ messageId, words }) => ({ message_id: messageId, terms: termsOf(words) }));
    await manager.query(
      `INSERT INTO search_terms (message_id, terms)
       SELECT message_id, terms FROM jsonb_to_recordset($1::jsonb) AS new (message_id uuid, terms integer[]) ORDER BY message_id
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }
}

/** Whether the public words of `message m` contain the text of a parameter. */
export const containsSql = (parameter: string): string =>
  `(m.visibility = 'public' AND strpos(lower((m.title || E'\\n' || m.text) COLLATE "C"), lower(${parameter} COLLATE "C")) > 0)`;
