import { forumLotSchema, idSchema, instantSchema, prose, unitRefSchema } from '@wenzheng/contracts';
import { pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { sessionStates } from '../../session/session.rules.js';

const group = prose(50).trim();

export const announcementSchema = z.strictObject({
  sessionId: idSchema.describe('of the live session, on the channel forum'),
  place: prose(200).trim(),
  seats: z.int().min(1).max(1_000),
  groups: z.array(z.strictObject({ name: group, seats: z.int().min(0).max(1_000) })).min(1).max(20).describe('组别: of the seats, those that are kept for each group; whoever signs up names one'),
  signUp: z.strictObject({ from: instantSchema, until: instantSchema.describe('before the session begins') }),
});
export type Announcement = z.output<typeof announcementSchema>;

export const forumPageQuerySchema = z.object(pageQuery(z.uuid(), { limit: 50, atMost: 200 }));
export type ForumPageQuery = z.output<typeof forumPageQuerySchema>;

const entrySchema = z.object({ code: z.string(), group: z.string(), lot: forumLotSchema });

export const forumSchema = z
  .object({
    sessionId: idSchema,
    number: z.string(),
    phase: z.int(),
    title: z.string(),
    unit: unitRefSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    state: z.enum(sessionStates),
    place: z.string(),
    seats: z.int(),
    groups: z.array(z.object({ name: z.string(), seats: z.int(), signedUp: z.int() })),
    signUp: z.object({ from: instantSchema, until: instantSchema }),
    commitment: z.string().describe('SHA-256 of the seed'),
    draw: z.object({ seed: z.string(), drawnAt: instantSchema, selected: z.int(), waiting: z.int() }).nullable(),
    points: z.array(z.object({ pointId: idSchema, topic: z.string(), opinion: z.string(), answer: z.string().nullable(), messageId: idSchema.nullable(), messageNumber: z.string().nullable() })),
    minutes: z.object({ invited: z.int(), attended: z.int(), summary: z.string(), publishedAt: instantSchema }).nullable(),
    announcedAt: instantSchema,
  })
  .meta({ id: 'Forum' });
export type ForumView = z.infer<typeof forumSchema>;
export const forumPageSchema = pageOf(forumSchema);

export const entryPageQuerySchema = z.object(pageQuery(z.coerce.number().int().min(0).max(1_000_000), { limit: 100, atMost: 500 }));
export type EntryPageQuery = z.output<typeof entryPageQuerySchema>;
export const entryPageSchema = pageOf(entrySchema.meta({ id: 'ForumEntry' }));
export type EntryView = z.infer<typeof entrySchema>;

export const contactReadingBodySchema = z.strictObject({ purpose: prose(200).trim() });
export type ContactReadingBody = z.output<typeof contactReadingBodySchema>;
export const participantSchema = z.object({ code: z.string(), name: z.string(), phone: z.string(), readAt: instantSchema }).meta({ id: 'ForumParticipant' });
export type Participant = z.infer<typeof participantSchema>;

export const pointBodySchema = z.strictObject({
  topic: prose(100).trim().describe('议题'),
  opinion: prose(1_000).trim().describe('意见: what was said, by nobody who is named'),
  answer: prose(1_000).trim().optional().describe('现场答复; without one the point becomes a message of the session’s unit, with its deadline'),
});
export type PointBody = z.output<typeof pointBodySchema>;

export const minutesBodySchema = z.strictObject({ invited: z.int().min(0).max(10_000), attended: z.int().min(0).max(10_000), summary: prose(5_000).trim() });
export type MinutesBody = z.output<typeof minutesBodySchema>;
