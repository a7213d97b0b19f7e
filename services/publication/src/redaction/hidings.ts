import { Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { UnhiddenEntity, type HiddenPart } from './hiding.entity.js';
import { hiding, type Hidden } from './hiding.rules.js';

export interface Part {
  messageId: string;
  part: HiddenPart;
  /** Of the reply, notice or decision; the message's own where it is the title or text. */
  partId: string;
}

/** Where the text of a part is shown: how it is read, and what writes `$2` in its place. */
const column = (name: string) => ({ text: `shown.${name}`, write: `${name} = $2` });
const shownIn: Readonly<Record<HiddenPart, { table: string; key: string; text: string; write: string }>> = {
  title: { table: 'message', key: 'message_id', ...column('title') },
  text: { table: 'message', key: 'message_id', ...column('text') },
  reply: { table: 'reply', key: 'reply_id', ...column('text') },
  promise: { table: 'reply', key: 'reply_id', text: `shown.promise ->> 'text'`, write: `promise = promise || jsonb_build_object('text', $2::text)` },
  'extension-notice': { table: 'extension_notice', key: 'extension_id', ...column('reason') },
  decision: { table: 'decision', key: 'decision_id', ...column('reason') },
  guidance: { table: 'decision', key: 'decision_id', ...column('guidance') },
};

/** Keeps what was hidden hidden, whatever else becomes of a text. */
@Injectable()
export class Hidings {
  async inForce(manager: EntityManager, { messageId, part, partId }: Part): Promise<(Hidden & { hidingId: string })[]> {
    return manager.query('SELECT hiding_id AS "hidingId", words, place FROM hiding WHERE message_id = $1 AND part = $2 AND part_id = $3 AND lifted_at IS NULL ORDER BY hidden_at, hiding_id', [messageId, part, partId]);
  }

  /** The whole text, redacted: what is shown, where nothing of it is hidden. */
  async wholeText(manager: EntityManager, { messageId, part, partId }: Part): Promise<string | null> {
    const { table, key, text } = shownIn[part];
    const [row] = await manager.query<{ text: string | null }[]>(
      `SELECT coalesce(unhidden.text, ${text}) AS text FROM ${table} AS shown LEFT JOIN unhidden ON unhidden.message_id = shown.message_id AND unhidden.part = $2 AND unhidden.part_id = $3
       WHERE shown.message_id = $1 AND shown.${key} = $3`,
      [messageId, part, partId],
    );
    return row?.text ?? null;
  }

  /** What is shown of a whole text, which is kept where something of it is hidden. */
  async shownOf(manager: EntityManager, part: Part, whole: string): Promise<string> {
    const hidings = await this.inForce(manager, part);
    if (hidings.length === 0) {
      await manager.query('DELETE FROM unhidden WHERE message_id = $1 AND part = $2 AND part_id = $3', [part.messageId, part.part, part.partId]);
      return whole;
    }
    await insertRows(manager, UnhiddenEntity, [{ ...part, text: whole }], { onConflict: { update: ['text'] } });
    return hiding(whole, hidings);
  }

  /** Shows a whole text as far as it may be shown. */
  async show(manager: EntityManager, part: Part, whole: string): Promise<string> {
    const shown = await this.shownOf(manager, part, whole);
    const { table, key, write } = shownIn[part.part];
    await manager.query(`UPDATE ${table} SET ${write} WHERE ${key} = $1`, [part.partId, shown]);
    return shown;
  }

  /** Those of these messages' parts of which something is hidden. */
  parts(manager: EntityManager, messageIds: readonly string[], parts: readonly HiddenPart[]): Promise<(Part & { text: string })[]> {
    return manager.query('SELECT message_id AS "messageId", part, part_id AS "partId", text FROM unhidden WHERE message_id = ANY ($1::uuid[]) AND part = ANY ($2::text[]) ORDER BY message_id, part, part_id', [messageIds, parts]);
  }
}
