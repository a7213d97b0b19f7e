import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, instantSchema, type Ending, type Rating, type Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { IdentityRequests, type IdentityAccess } from '../vault/identity-requests.service.js';
import { mostFollowUps } from '../message/message.rules.js';
import { isAnswered, isInTimeToObject, untilAfter } from './writer.rules.js';

export const openActsSchema = z
  .object({
    followUps: z.object({ left: z.int(), until: instantSchema }).nullable().describe('追问: how many more, and until when; null: none now'),
    rating: z.object({ until: instantSchema }).nullable().describe('评价; null: not now, or given'),
    objection: z.object({ until: dateSchema.nullable().describe('the last day; null: the calendar could not say') }).nullable().describe('异议; null: nothing to object to, filed, or too late'),
    hold: z.enum(['held', 'set-aside']).nullable().describe('待甄别, or set aside 不属来信: nothing else is told of it anywhere'),
    contactReadings: z.int().describe('how often the writer’s contact details were read'),
  })
  .meta({ id: 'OpenActs' });
export type OpenActs = z.infer<typeof openActsSchema>;

/** How a message stands for its writer: what was done about it, and what it rests on whether more may be done. */
export interface Standing {
  number: string;
  ending: Ending;
  visibility: Visibility;
  hold: OpenActs['hold'];
  withdrawnAt: Date | null;
  answeredAt: Date | null;
  rating: Rating | null;
  ratedAt: Date | null;
  objectionUntil: string | null;
  objectedAt: Date | null;
  followUps: { number: string; registeredAt: string }[];
  /** Who has asked to read who the writer is, and when it was read. */
  identityAccesses: IdentityAccess[];
}

@Injectable()
export class StandingReader {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(IdentityRequests) private readonly identityRequests: IdentityRequests,
  ) {}

  async of(messageId: string): Promise<Standing> {
    const [standing] = await this.dataSource.query<Omit<Standing, 'identityAccesses'>[]>(
      `SELECT message_number AS number, ending, visibility, hold, withdrawn_at AS "withdrawnAt", rating, rated_at AS "ratedAt", objection_until::text AS "objectionUntil", filed_at AS "objectedAt",
         (SELECT published_at FROM reply WHERE reply.message_id = message.message_id AND NOT interim ORDER BY published_at DESC LIMIT 1) AS "answeredAt",
         (SELECT coalesce(json_agg(json_build_object('number', message_number, 'registeredAt', registered_at) ORDER BY registered_at, message_number), '[]')
          FROM message AS later WHERE later.follow_up_to = coalesce(message.follow_up_to, message.message_id)) AS "followUps"
       FROM message LEFT JOIN withdrawal ON withdrawal.message_id = message.message_id LEFT JOIN rating ON rating.message_id = message.message_id
       LEFT JOIN LATERAL (SELECT ruling_id, objection_until FROM ruling WHERE ruling.message_id = message.message_id ORDER BY ruled_at DESC, ruling_id LIMIT 1) AS last ON true
       LEFT JOIN objection ON objection.ruling_id = last.ruling_id
       WHERE message.message_id = $1`,
      [messageId],
    );
    if (!standing) throw problem('intake.message-not-found');
    const { items } = await this.identityRequests.accesses(messageId, { limit: 200 });
    return { ...standing, identityAccesses: items };
  }
}

/** What its writer may still do, and how often the writer's contact details were read: for the page that leads to the forms. */
export function openActs({ hold, ending, answeredAt, rating, objectionUntil, objectedAt, followUps, identityAccesses }: Standing, now: Date): OpenActs {
  const until = isAnswered(ending) && answeredAt ? untilAfter(answeredAt) : null;
  const asking = until && now < until ? { until: until.toISOString() } : null;
  const left = mostFollowUps - followUps.length;
  return {
    followUps: asking && left > 0 ? { left, ...asking } : null,
    rating: rating ? null : asking,
    objection: ending === 'ruled-invalid' && !objectedAt && isInTimeToObject(objectionUntil, now) ? { until: objectionUntil } : null,
    hold,
    contactReadings: readingsOf(identityAccesses),
  };
}

export const readingsOf = (accesses: readonly IdentityAccess[]): number => accesses.reduce((count, { readings }) => count + readings.length, 0);
