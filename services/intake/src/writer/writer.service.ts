import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, messageRated, messageWithdrawn, objectionFiled, ratingSchema, type Ending, type EventEnvelope, type Rating } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, insertRows, type BeforeJson, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { lockAddressees } from '../delivery/addressees.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { endMessages } from '../message/endings.js';
import type { HoldState } from '../message/hold-reasons.js';
import { problem } from '../problems.js';
import { byPeople } from '../vault/vault.entity.js';
import { CLOCK } from '../tokens.js';
import { Objection, Withdrawal, WriterRating } from './writer.entity.js';
import { isAnswered, isInTimeToObject, untilAfter } from './writer.rules.js';

export const withdrawalSchema = z.object({ messageId: idSchema, withdrawnAt: instantSchema }).meta({ id: 'Withdrawal' });
export const objectionSchema = z.object({ messageId: idSchema, objectionId: idSchema, rulingId: idSchema, filedAt: instantSchema }).meta({ id: 'Objection' });
export const writerRatingSchema = z.object({ messageId: idSchema, ratingId: idSchema, rating: ratingSchema, ratedAt: instantSchema }).meta({ id: 'WriterRating' });

export interface Done<Answer> {
  repeated: boolean;
  answer: Answer;
}

interface Locked {
  manager: EntityManager;
  messageId: string;
  ending: Ending;
  hold: HoldState | null;
  now: Date;
  /** Appends the message's next event. */
  tell(eventOf: (details: { subject: string; sequence: number; time: Date }) => EventEnvelope): Promise<void>;
}

/** What the writer does with number and code, each under the message's lock. The same again is answered with the same. */
@Injectable()
export class WriterService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(DeliveryQueue) private readonly queue: DeliveryQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** 撤回, while nothing else has ended it. */
  withdraw(messageId: string, reason: string | null): Promise<Done<BeforeJson<z.infer<typeof withdrawalSchema>>>> {
    return this.locked(messageId, async ({ manager, ending, hold, now, tell }) => {
      if (hold) throw problem('intake.message-held');
      const [before] = await manager.query<{ withdrawnAt: Date }[]>('SELECT withdrawn_at AS "withdrawnAt" FROM withdrawal WHERE message_id = $1', [messageId]);
      if (before) return { repeated: true, answer: { messageId, ...before } };
      if (ending !== 'open') throw problem('intake.message-ended');
      await insertRows(manager, Withdrawal, [{ messageId, withdrawnAt: now, reason }]);
      await endMessages(manager, [messageId]);
      const addressee = (await lockAddressees(manager, [messageId])).get(messageId);
      const withdrawnAt = now.toISOString();
      await this.queue.enqueue(manager, [{ addressee, kind: 'withdrawal', referenceId: messageId, type: 'message.withdrawn', timestamp: withdrawnAt, data: { withdrawnAt } }]);
      await tell((details) => createEvent(messageWithdrawn, { ...details, data: { messageId, withdrawnAt, reason } }));
      return { repeated: false, answer: { messageId, withdrawnAt: now } };
    });
  }

  /** 异议 against the ruling that stands: once, and within ten working days. */
  object(messageId: string, text: string): Promise<Done<BeforeJson<z.infer<typeof objectionSchema>>>> {
    return this.locked(messageId, async ({ manager, ending, now, tell }) => {
      const [ruling] = await manager.query<{ rulingId: string; objectionUntil: string | null; objectionId: string | null; text: string | null; filedAt: Date | null }[]>(
        `SELECT ruling_id AS "rulingId", objection_until::text AS "objectionUntil", objection_id AS "objectionId", text, filed_at AS "filedAt"
         FROM ruling LEFT JOIN objection USING (ruling_id) WHERE ruling.message_id = $1 ORDER BY ruled_at DESC, ruling_id LIMIT 1`,
        [messageId],
      );
      if (ruling?.objectionId && ruling.filedAt && ruling.text === text) return { repeated: true, answer: { messageId, objectionId: ruling.objectionId, rulingId: ruling.rulingId, filedAt: ruling.filedAt } };
      if (!ruling || ending !== 'ruled-invalid') throw problem('intake.nothing-to-object');
      if (ruling.objectionId) throw problem('intake.objection-filed');
      if (!isInTimeToObject(ruling.objectionUntil, now)) throw problem('intake.objection-late', { parameters: { until: String(ruling.objectionUntil) } });
      const objection = { messageId, objectionId: randomUUIDv7(), rulingId: ruling.rulingId, text };
      await insertRows(manager, Objection, [{ ...objection, filedAt: now }]);
      await tell((details) => createEvent(objectionFiled, { ...details, data: { ...objection, filedAt: now.toISOString() } }));
      return { repeated: false, answer: { messageId, objectionId: objection.objectionId, rulingId: ruling.rulingId, filedAt: now } };
    });
  }

  /** 评价 of the answer: once, within thirty days. It says whether anybody had read who the writer is before (A07). */
  rate(messageId: string, rating: Rating, reason: string | null): Promise<Done<BeforeJson<z.infer<typeof writerRatingSchema>>>> {
    return this.locked(messageId, async ({ manager, ending, now, tell }) => {
      const [before] = await manager.query<{ ratingId: string; rating: Rating; reason: string | null; ratedAt: Date }[]>(
        'SELECT rating_id AS "ratingId", rating, reason, rated_at AS "ratedAt" FROM rating WHERE message_id = $1',
        [messageId],
      );
      if (before && (before.rating !== rating || before.reason !== reason)) throw problem('intake.already-rated');
      if (before) return { repeated: true, answer: { messageId, ratingId: before.ratingId, rating, ratedAt: before.ratedAt } };
      await assertWithinAnswerDays(manager, messageId, ending, now);
      const [read] = await manager.query<{ exists: boolean }[]>(`SELECT EXISTS (SELECT FROM vault_read WHERE message_id = $1 AND ${byPeople})`, [messageId]);
      const row = { messageId, ratingId: randomUUIDv7(), rating, reason, afterContactReading: read?.exists ?? false };
      await insertRows(manager, WriterRating, [{ ...row, ratedAt: now }]);
      await tell((details) => createEvent(messageRated, { ...details, data: { ...row, ratedAt: now.toISOString() } }));
      return { repeated: false, answer: { messageId, ratingId: row.ratingId, rating, ratedAt: now } };
    });
  }

  private locked<Answer>(messageId: string, work: (at: Locked) => Promise<Done<Answer>>): Promise<Done<Answer>> {
    return this.dataSource.transaction(async (manager) => {
      const [message] = await manager.query<{ ending: Ending; version: number; hold: HoldState | null }[]>('SELECT ending, version, hold FROM message WHERE message_id = $1 FOR UPDATE', [messageId]);
      if (!message) throw problem('intake.message-not-found');
      const now = this.clock.now();
      const tell: Locked['tell'] = async (eventOf) => {
        await manager.query('UPDATE message SET version = version + 1 WHERE message_id = $1', [messageId]);
        await appendToOutbox(manager, [eventOf({ subject: messageId, sequence: message.version + 1, time: now })]);
      };
      return work({ manager, messageId, ending: message.ending, hold: message.hold, now, tell });
    });
  }
}

/** @throws Problem `intake.not-answered`, `intake.answered-long-ago` */
export async function assertWithinAnswerDays(manager: EntityManager, messageId: string, ending: Ending, now: Date): Promise<void> {
  if (!isAnswered(ending)) throw problem('intake.not-answered');
  const [answer] = await manager.query<{ publishedAt: Date }[]>('SELECT published_at AS "publishedAt" FROM reply WHERE message_id = $1 AND NOT interim ORDER BY published_at DESC LIMIT 1', [messageId]);
  if (answer && now >= untilAfter(answer.publishedAt)) throw problem('intake.answered-long-ago');
}
