import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import { startOfBusinessDate, businessDateOf, type Clock } from '@wenzheng/working-days';
import type { ChannelName, RoutingConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { channelOf, type Channel } from './channel/channel.js';
import { nextMorning, wordsFor, type NotificationKind } from './notification.rules.js';

const pollMs = 1_000;
/** Longer than an attempt can take: what is claimed by a process that died is tried again after it. */
const leaseMs = 30_000;

interface Claimed {
  notificationId: string;
  subject: string;
  kind: NotificationKind;
  messageId: string | null;
  messageNumber: string | null;
  draftId: string | null;
  attempts: number;
  refusedBy: ChannelName[];
}

type Contact = Record<Channel['address'], string | null>;

/**
 * Carries what people are told. All that waits for a person goes in one message; it is claimed in one short transaction, sent outside any, and settled in another.
 * Guarantee: nothing that was told is lost, whenever a process dies. Limit: an attempt whose process dies is repeated, so that a person may read it twice.
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly channels: readonly Channel[] = this.config.NOTIFIERS.map(channelOf);
  private readonly loop = new Loop({
    everyMs: pollMs,
    round: () => this.run(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'notifications not sent'),
  });

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RoutingConfig,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.channels.length > 0) this.loop.start(pollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.channels.length > 0) await this.loop.stop();
  }

  async run(): Promise<void> {
    for (let claimed = await this.claim(); claimed.length > 0; claimed = await this.claim()) {
      await this.deliver(claimed);
      if (this.loop.isStopping) return;
    }
    await this.raiseAlarm();
  }

  /** All that is due for one person whom no other replica has in hand. Whoever was told often enough today is told the rest tomorrow, as a digest. */
  private claim(): Promise<Claimed[]> {
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      const [next] = await manager.query<{ subject: string }[]>(
        `SELECT subject FROM notification WHERE state = 'waiting' AND send_after <= $1 AND next_attempt_at <= $2
           AND pg_try_advisory_xact_lock(hashtext('notification ' || current_schema()), hashtext(subject)) ORDER BY send_after, notification_id LIMIT 1`,
        [now, new Date()],
      );
      if (!next) return [];
      const due = `state = 'waiting' AND send_after <= $1 AND next_attempt_at <= $2 AND subject = $3`;
      const values = [now, new Date(), next.subject];
      const [told] = await manager.query<[{ messages: number }]>(
        `SELECT count(DISTINCT batch_id)::int AS messages FROM notification WHERE state = 'sent' AND subject = $1 AND sent_at >= $2`,
        [next.subject, startOfBusinessDate(businessDateOf(now))],
      );
      if (told.messages >= this.config.NOTIFICATIONS_PER_DAY) {
        await manager.query(`UPDATE notification SET send_after = $4 WHERE ${due}`, [...values, nextMorning(now, this.config.WORKING_HOURS, this.calendars.current)]);
        return [];
      }
      const [rows] = await manager.query<[Claimed[], number]>(
        `UPDATE notification SET attempts = attempts + 1, next_attempt_at = $4 WHERE ${due}
         RETURNING notification_id AS "notificationId", subject, kind, message_id AS "messageId", draft_id AS "draftId", attempts, refused_by AS "refusedBy",
           (SELECT message_number FROM message WHERE message.message_id = notification.message_id) AS "messageNumber"`,
        [...values, new Date(Date.now() + leaseMs)],
      );
      return rows;
    });
  }

  private async deliver(claimed: readonly Claimed[]): Promise<void> {
    const [first] = claimed;
    if (!first) return;
    const [contact] = await this.dataSource.query<Contact[]>('SELECT email, phone, wecom, dingtalk FROM contact WHERE subject = $1', [first.subject]);
    const refusedBy = [...new Set(claimed.flatMap((one) => one.refusedBy))];
    const channel = this.channels.find(({ name, address }) => !refusedBy.includes(name) && contact?.[address]);
    const ids = claimed.map(({ notificationId }) => notificationId);
    if (!channel) return void (await this.settle(ids, { state: 'unreachable', reason: contact ? 'refused by every channel' : 'no address' }));
    const batchId = randomUUID();
    const outcome = await channel.notifier.send({ id: batchId, to: contact?.[channel.address] ?? '', ...wordsFor(claimed, this.config.CONSOLE_URL) });
    if (outcome.kind === 'sent') return void (await this.settle(ids, { state: 'sent', channel: channel.name, batch_id: batchId, sent_at: this.clock.now(), delivery_id: outcome.deliveryId, reason: null }));
    const attempts = Math.max(...claimed.map((one) => one.attempts));
    const waitSeconds = outcome.kind === 'retry' ? this.config.NOTIFICATION_BACKOFF_SECONDS[attempts - 1] : undefined;
    const next = waitSeconds === undefined
      ? { refused_by: [...refusedBy, channel.name], attempts: 0, next_attempt_at: new Date() }
      : { next_attempt_at: new Date(Date.now() + Math.max(waitSeconds, outcome.kind === 'retry' ? (outcome.afterSeconds ?? 0) : 0) * 1_000) };
    await this.settle(ids, { ...next, channel: channel.name, reason: outcome.reason });
  }

  private async settle(ids: readonly string[], columns: Record<string, unknown>): Promise<void> {
    const names = Object.keys(columns);
    await this.dataSource.query(`UPDATE notification SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE notification_id = ANY ($1::uuid[])`, [ids, ...Object.values(columns)]);
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private async raiseAlarm(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ subject: string; unitCode: string | null; kind: string }[], number]>(
        `UPDATE notification SET alarmed_at = $1 WHERE notification_id IN (
           SELECT notification_id FROM notification WHERE state = 'unreachable' AND alarmed_at IS NULL ORDER BY notification_id LIMIT 100 FOR UPDATE SKIP LOCKED)
         RETURNING subject, unit_code AS "unitCode", kind`,
        [this.clock.now()],
      );
      if (rows.length > 0) this.logger.warn({ alarm: 'person-unreachable', count: rows.length, people: rows.slice(0, 20) }, 'people could not be told what waits for them');
    });
  }
}
