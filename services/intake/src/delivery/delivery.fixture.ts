import { randomUUID } from 'node:crypto';
import { createEvent, replyPublished } from '@wenzheng/contracts';
import type { RegisteredItem } from '@wenzheng/testing/connectors';
import type { Fixture } from '../intake.fixture.js';

/** What came by a connector, and what goes back by it. */
export class PublishedReplies {
  constructor(
    private readonly fixture: Fixture,
    private readonly connector: string,
  ) {}

  async registered(): Promise<RegisteredItem[]> {
    const rows = await this.fixture.rows<Omit<RegisteredItem, 'occurredAt'> & { occurredAt: Date }>(
      `SELECT message_id AS "messageId", external_id AS "externalId", connector, text, occurred_at AS "occurredAt" FROM message WHERE connector = $1 ORDER BY message_id`,
      [this.connector],
    );
    return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
  }

  async publish(messageId: string, text: string): Promise<void> {
    const now = this.fixture.clock.now().toISOString();
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public' as const, interim: false, submittedAt: now, publishedAt: now, path: '/messages/x', text, historical: false };
    await this.fixture.deliver(createEvent(replyPublished, { subject: messageId, sequence: 1, time: new Date(now), data }));
  }

  async deliveryOf(messageId: string): Promise<{ state: 'pending' | 'delivered' | 'failed'; attempts: number }> {
    const [row] = await this.fixture.rows<{ state: 'pending' | 'delivered' | 'failed'; attempts: number }>(`SELECT state, attempts FROM delivery WHERE message_id = $1 AND kind = 'reply'`, [messageId]);
    return row ?? { state: 'pending', attempts: 0 };
  }
}
