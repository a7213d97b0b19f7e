import { attendanceSchema, idSchema, instantSchema, officialSchema, prose, sessionChannelSchema, storableText, unitRefSchema, type Official } from '@wenzheng/contracts';
import { pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import type { LiveSession } from './session.entity.js';
import { sessionStates } from './session.rules.js';

const title = prose(200).trim().describe('as the public reads it');
const times = { startsAt: instantSchema, endsAt: instantSchema.describe('on the same day in Shanghai') };
const reason = prose(500).trim().describe('public');

const unit = z.strictObject({ code: storableText(64).trim().min(1), name: prose(100).trim() });

const official = z.strictObject({ name: prose(50).trim().describe('姓名'), post: prose(100).trim().describe('职务') });

export const schedulingSchema = z.strictObject({
  channel: sessionChannelSchema,
  title,
  unit,
  principal: official.describe('主要负责人 who takes part'),
  ...times,
  shortNoticeReason: reason.optional().describe('why it is announced later than seven days before; public'),
});
export type Scheduling = z.output<typeof schedulingSchema>;

export const postponementSchema = z.strictObject({ ...times, reason });
export type Postponement = z.output<typeof postponementSchema>;

export const cancellationSchema = z.strictObject({ reason });
export type Cancellation = z.output<typeof cancellationSchema>;

export const coachingBodySchema = z.strictObject({ heldAt: instantSchema.describe('before the start of the session'), note: prose(2_000).trim().describe('what was gone through; not public') });
export type CoachingBody = z.output<typeof coachingBodySchema>;

export const coachingSchema = z
  .object({ coachingId: idSchema, heldAt: instantSchema, note: z.string(), recordedAt: instantSchema })
  .meta({ id: 'Coaching' });
export type CoachingView = z.infer<typeof coachingSchema>;
export const coachingPageQuerySchema = z.object(pageQuery(z.uuid(), { limit: 50, atMost: 200 }));
export type CoachingPageQuery = z.output<typeof coachingPageQuerySchema>;
export const coachingPageSchema = pageOf(coachingSchema);

export const openingSchema = z.strictObject({ uncoachedReason: reason.optional().describe('why there was no coaching 辅导; public') });
export type Opening = z.output<typeof openingSchema>;

export const closingSchema = z
  .strictObject({
    attendance: attendanceSchema.describe('到场情况'),
    attendedBy: official.optional().describe('who answered; of a session that was held the principal who was announced, unless said'),
    absenceReason: reason.optional().describe('why the principal did not come; public'),
    summary: prose(5_000).trim().optional().describe('public'),
  })
  .refine(({ attendance, attendedBy }) => attendance === 'held' || attendedBy, { path: ['attendedBy'] })
  .refine(({ attendance, absenceReason }) => (attendance === 'held') === (absenceReason === undefined), { path: ['absenceReason'] });
export type Closing = z.output<typeof closingSchema>;

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
    principal: officialSchema.nullable(),
    shortNoticeReason: z.string().nullable(),
    coachedAt: instantSchema.nullable().describe('辅导: when the last one was'),
    opening: z.object({ openedAt: instantSchema, uncoachedReason: z.string().nullable() }).nullable(),
    closing: z.object({ closedAt: instantSchema, attendedBy: officialSchema, absenceReason: z.string().nullable(), summary: z.string().nullable() }).nullable().describe('`state` says who came'),
  })
  .meta({ id: 'LiveSession' });
export type SessionView = z.infer<typeof sessionSchema>;

export const sessionPageSchema = pageOf(sessionSchema);

export function sessionView(session: LiveSession): SessionView {
  const { sessionId, number, channel, title: named, unitCode, unitName, startsAt, endsAt, state, scheduledAt } = session;
  const { principalName, principalPost, shortNoticeReason, coachedAt, openedAt, uncoachedReason, closedAt, attendedName, attendedPost, absenceReason, summary } = session;
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
    principal: principalOf({ principalName, principalPost }),
    shortNoticeReason,
    coachedAt: coachedAt?.toISOString() ?? null,
    opening: openedAt && { openedAt: openedAt.toISOString(), uncoachedReason },
    closing: closedAt && { closedAt: closedAt.toISOString(), attendedBy: { name: attendedName ?? '', post: attendedPost ?? '' }, absenceReason, summary },
  };
}

export const principalOf = ({ principalName, principalPost }: Pick<LiveSession, 'principalName' | 'principalPost'>): Official | null =>
  principalName === null ? null : { name: principalName, post: principalPost ?? '' };
