// What the specs of the microblog connector share. Specs alone import it.
import { randomUUID } from 'node:crypto';
import { createEvent, replyPublished, type EventData } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { weiboFake, type WeiboFake } from '@wenzheng/testing/microblog';
import { Fixture } from '../../intake.fixture.js';

export const own = { uid: '5012345678', name: '淮岭发布', token: '2.00-token-of-the-account' };

export interface StoredMessage {
  messageId: string;
  messageNumber: string;
  externalId: string;
  text: string;
  connector: string;
  thread: string;
  occurredAt: Date;
  unit: string | null;
}

/** The service with one account on a fake platform. */
export class MicroblogFixture {
  private constructor(
    readonly service: Fixture,
    readonly weibo: WeiboFake,
  ) {}

  static async create(): Promise<MicroblogFixture> {
    const weibo = await weiboFake(own);
    const service = await Fixture.create();
    service.onDrop(() => weibo.close());
    return new MicroblogFixture(service, weibo);
  }

  settings(changes: object = {}): Record<string, string> {
    const account = { name: own.name, uid: own.uid, accessToken: own.token, expiresAt: '2027-06-01T00:00:00+08:00', tier: 'commercial', unit: 'ZF', ...changes };
    return {
      MICROBLOG_ACCOUNTS: JSON.stringify([account]),
      MICROBLOG_URL: this.weibo.url,
      MICROBLOG_COMMERCIAL_URL: this.weibo.url,
      MICROBLOG_PUBLIC_ADDRESS: '203.0.113.9',
      MICROBLOG_POLL_SECONDS: '1',
      DELIVERY_BACKOFF_SECONDS: `0${',0.3'.repeat(30)}`,
    };
  }

  messages(): Promise<StoredMessage[]> {
    return this.service.rows<StoredMessage>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", external_id AS "externalId", text, connector, external_thread_id AS thread, occurred_at AS "occurredAt", addressed_unit AS unit
       FROM message ORDER BY external_id`,
    );
  }

  /** The message that was made of a post. */
  messageOf(externalId: string): Promise<StoredMessage> {
    return eventually(async () => {
      const message = (await this.messages()).find((one) => one.externalId === externalId);
      if (!message) throw new Error(`${externalId} is not registered`);
      return message;
    });
  }

  /** Every source was looked at since then. */
  async looked(): Promise<void> {
    const before = new Date();
    await eventually(async () => (await this.service.count(`fetch_cursor WHERE succeeded_at > '${before.toISOString()}'`)) === 3);
  }

  async deliveryOf(referenceId: string): Promise<{ state: string; deliveryId: string | null; attempts: number; reason: string | null }> {
    const [row] = await this.service.rows<{ state: string; deliveryId: string | null; attempts: number; reason: string | null }>(
      'SELECT state, delivery_id AS "deliveryId", attempts, last_reason AS reason FROM delivery WHERE reference_id = $1', [referenceId],
    );
    if (!row) throw new Error('there is no such delivery');
    return row;
  }

  reply(messageId: string, changes: Partial<EventData<typeof replyPublished>> = {}) {
    const at = '2026-11-24T02:00:00.000Z';
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public' as const, interim: false, submittedAt: at, publishedAt: at, path: '/messages/HN1', text: '您好：和平路路灯已修复。', historical: false, ...changes };
    return createEvent(replyPublished, { subject: messageId, sequence: 1, time: new Date(at), data });
  }
}
