import { Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, messageVisibilityChanged, textHidden, Visibility } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { lockAddressees } from '../addressees.js';
import { MessageContent, ShownPart } from './content.entity.js';

type VisibilityEvent = EventEnvelope<EventData<typeof messageVisibilityChanged>>;
type HiddenEvent = EventEnvelope<EventData<typeof textHidden>>;

type HiddenPart = EventData<typeof textHidden>['part'];
type Parts = Partial<Record<HiddenPart, string>>;
type SentField = 'text' | 'reason' | 'guidance';

interface Body {
  data: Partial<Record<SentField, string>> & { visibility?: Visibility } & Record<string, unknown>;
}

/** In which field of what is delivered a part goes out. */
const sentAs: Partial<Record<HiddenPart, SentField>> = { reply: 'text', 'extension-notice': 'reason', decision: 'reason', guidance: 'guidance' };

function hideIn(data: Body['data'], parts: Parts): void {
  for (const [part, text] of Object.entries(parts)) {
    const field = sentAs[part as HiddenPart];
    if (field !== undefined && data[field] !== undefined) data[field] = text;
  }
}

/** What goes out reads as the public reads it: what was hidden, taken down or made private since is not sent any more. */
@Injectable()
export class Shown {
  async keepVisibility(manager: EntityManager, events: readonly VisibilityEvent[]): Promise<void> {
    const newest = newestOf(events, ({ data }) => data.messageId);
    await lockAddressees(manager, newest.map(({ data }) => data.messageId));
    const rows = newest.map(({ sequence, data: { messageId, visibility, reason, changedAt } }) => ({ messageId, visibility, reason, changedAt: new Date(changedAt), sequence }));
    await insertRows(manager, MessageContent, rows, { onConflict: { update: 'all', where: 'excluded.sequence > message_content.sequence' } });
    await this.rewrite(manager, rows.map(({ messageId }) => messageId));
  }

  async keepHidden(manager: EntityManager, events: readonly HiddenEvent[]): Promise<void> {
    const newest = newestOf(events, ({ data }) => `${data.messageId} ${data.part} ${data.partId ?? ''}`);
    await lockAddressees(manager, newest.map(({ data }) => data.messageId));
    const rows = newest.map(({ sequence, data: { messageId, part, partId, text, hiddenAt } }) => ({ messageId, part, partId: partId ?? messageId, text, hiddenAt: new Date(hiddenAt), sequence }));
    await insertRows(manager, ShownPart, rows, { onConflict: { update: 'all', where: 'excluded.sequence > shown_part.sequence' } });
    await this.rewrite(manager, rows.map(({ messageId }) => messageId));
  }

  /** In the transaction that has put something on its way, or changed what may be sent: whatever waits reads as it may now. */
  async rewrite(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    const waiting = await manager.query<{ messageId: string; referenceId: string; body: string; visibility: string | null; parts: Parts | null }[]>(
      `SELECT delivery.message_id AS "messageId", reference_id AS "referenceId", body, message_content.visibility, shown.parts
       FROM delivery LEFT JOIN message_content USING (message_id)
       LEFT JOIN LATERAL (SELECT jsonb_object_agg(part, text) AS parts FROM shown_part WHERE shown_part.message_id = delivery.message_id AND part_id = delivery.reference_id) AS shown ON true
       WHERE delivery.message_id = ANY ($1::uuid[]) AND state = 'pending' AND (shown.parts IS NOT NULL OR message_content.visibility <> 'public')
       ORDER BY delivery.message_id, reference_id FOR UPDATE OF delivery`,
      [messageIds],
    );
    for (const { messageId, referenceId, body, visibility, parts } of waiting) {
      const parsed = JSON.parse(body) as Body;
      const { data } = parsed;
      hideIn(data, parts ?? {});
      if (data.visibility !== undefined && visibility !== null && visibility !== 'public') data.visibility = 'private';
      await manager.query('UPDATE delivery SET body = $3 WHERE message_id = $1 AND reference_id = $2', [messageId, referenceId, JSON.stringify(parsed)]);
    }
    await this.rewriteHappenings(manager, messageIds);
  }

  private async rewriteHappenings(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    const hidden = await manager.query<{ messageId: string; happeningId: string; data: Body['data']; parts: Parts }[]>(
      `SELECT message_id AS "messageId", happening_id AS "happeningId", data, shown.parts FROM happening
       CROSS JOIN LATERAL (SELECT jsonb_object_agg(part, text) AS parts FROM shown_part WHERE shown_part.message_id = happening.message_id AND part_id = happening_id) AS shown
       WHERE message_id = ANY ($1::uuid[]) AND shown.parts IS NOT NULL ORDER BY message_id, happening_id`,
      [messageIds],
    );
    for (const { messageId, happeningId, data, parts } of hidden) {
      hideIn(data, parts);
      await manager.query('UPDATE happening SET data = $3 WHERE message_id = $1 AND happening_id = $2', [messageId, happeningId, JSON.stringify(data)]);
    }
  }
}

function newestOf<Event extends { sequence: number }>(events: readonly Event[], keyOf: (event: Event) => string): Event[] {
  const newest = new Map<string, Event>();
  for (const event of events) if ((newest.get(keyOf(event))?.sequence ?? 0) < event.sequence) newest.set(keyOf(event), event);
  return [...newest.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}
