import { idSchema, instantSchema, prose, sessionChannelSchema, storableText, unitRefSchema } from '@wenzheng/contracts';
import { pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import type { LiveSession } from './session.entity.js';
import { sessionStates } from './session.rules.js';

const title = prose(200).trim().describe('as the public reads it');
const times = { startsAt: instantSchema, endsAt: instantSchema.describe('on the same day in Shanghai') };
const reason = prose(500).trim().describe('public');

const unit = z.strictObject({ code: storableText(64).trim().min(1), name: prose(100).trim() });

export const schedulingSchema = z.strictObject({ channel: sessionChannelSchema, title, unit, ...times });
export type Scheduling = z.output<typeof schedulingSchema>;

export const postponementSchema = z.strictObject({ ...times, reason });
export type Postponement = z.output<typeof postponementSchema>;

export const cancellationSchema = z.strictObject({ reason });
export type Cancellation = z.output<typeof cancellationSchema>;

export const sessionPageQuerySchema = z.object({
  channel: sessionChannelSchema.optional(),
  ...pageQuery(z.uuid(), { limit: 50, atMost: 200 }),
});
export type SessionPageQuery = z.output<typeof sessionPageQuerySchema>;

export const sessionSchema = z
  .object({
    sessionId: idSchema.describe('what a question names as its sessionId'),
    number: z.string(),
    channel: sessionChannelSchema,
    title: z.string(),
    unit: unitRefSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    state: z.enum(sessionStates),
    scheduledAt: instantSchema,
    postponement: z.object({ postponedAt: instantSchema, reason: z.string(), firstStartsAt: instantSchema, firstEndsAt: instantSchema }).nullable(),
    cancellation: z.object({ cancelledAt: instantSchema, reason: z.string() }).nullable(),
  })
  .meta({ id: 'LiveSession' });
export type SessionView = z.infer<typeof sessionSchema>;

export const sessionPageSchema = pageOf(sessionSchema);

export function sessionView(session: LiveSession): SessionView {
  const { sessionId, number, channel, title: named, unitCode, unitName, startsAt, endsAt, state, scheduledAt } = session;
  const { postponedAt, postponementReason, firstStartsAt, firstEndsAt, cancelledAt, cancellationReason } = session;
  return {
    sessionId,
    number,
    channel,
    title: named,
    unit: { code: unitCode, name: unitName },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    state,
    scheduledAt: scheduledAt.toISOString(),
    postponement: postponedAt && {
      postponedAt: postponedAt.toISOString(), reason: postponementReason ?? '', firstStartsAt: firstStartsAt.toISOString(), firstEndsAt: firstEndsAt.toISOString(),
    },
    cancellation: cancelledAt && { cancelledAt: cancelledAt.toISOString(), reason: cancellationReason ?? '' },
  };
}
