import { z } from 'zod';
import { channels } from './channels.js';

/** The services that own a schema, a stream and a NATS user; the owner comes first in every subject. */
export const services = ['intake', 'routing', 'publication', 'deadline-supervision'] as const;
export type ServiceName = (typeof services)[number];

/** All that is deployed: those services, and the console 工作台, which calls them as the person who is signed in and has no part in the bus. */
export const deployedServices = [...services, 'console'] as const;
export type DeployedService = (typeof deployedServices)[number];

/**
 * What the regulation states of 市民心声, 二(二): 3个工作日内答复，3个工作日内作出说明，最长办理时限不得超过10个工作日. What holds for a message its
 * policy says, which deadline-supervision alone knows.
 */
export const statedWorkingDays = { reply: 3, notice: 3, final: 10 } as const;

/** Text that PostgreSQL and JSON can both hold: no U+0000, no lone surrogate. */
export const isStorableText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
export const storableText = (maximum: number) =>
  z.string().max(maximum).refine(isStorableText, { message: 'contains U+0000 or a lone surrogate' });

export const channelSchema = z.enum(channels);

/** 在线访谈 and 网民座谈会: what is asked there is asked of a live session. */
export const sessionChannelSchema = channelSchema.extract(['interview', 'forum']);
export type SessionChannel = z.infer<typeof sessionChannelSchema>;
/** Somebody who appears in public for a unit: 姓名 and 职务. */
export const officialSchema = z.object({ name: storableText(50), post: storableText(100) });
export type Official = z.infer<typeof officialSchema>;
/** 到场情况 of a session that took place: 已举行, 主要负责人未到场 (R15). */
export const attendances = ['held', 'held-without-principal'] as const;
export const attendanceSchema = z.enum(attendances);
export type Attendance = z.infer<typeof attendanceSchema>;
/** A session is postponed once, by so many working days at most: nobody may put off what was asked for longer. */
export const postponementWorkingDays = 20;

/** How a way in is tried: a message through its own door; a letter that has to come back out of the mailbox; a look at the other side. */
export const probeWays = ['request', 'letter', 'reading'] as const;
export type ProbeWay = (typeof probeWays)[number];

/** Why a probe has failed: nobody answered, what was answered is wrong, or it never came in. */
export const probeFailures = ['unreachable', 'refused', 'not-arrived'] as const;
export type ProbeFailure = (typeof probeFailures)[number];

/** What a unit publishes of itself: 电子信箱 (R25), 微博账号 (R34). */
export const publishedEntryKindSchema = z.enum(['mailbox', 'microblog']);
export type PublishedEntryKind = z.infer<typeof publishedEntryKindSchema>;

/** 点赞数 */
export const likesSchema = z.int32().min(0);

/** 咨询、投诉、建议、意见、求助、举报、感谢 */
export const messageKindSchema = z.enum(['inquiry', 'complaint', 'suggestion', 'opinion', 'help', 'report', 'thanks']);
export type MessageKind = z.infer<typeof messageKindSchema>;

export const visibilitySchema = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof visibilitySchema>;

/** How a message stands in the conservation law (R04); `open` is everything that has not ended. */
export const endings = [
  'publicly-answered',
  'privately-answered',
  'ruled-invalid',
  'merged',
  'transferred',
  'withdrawn',
  'open',
] as const;
export const endingSchema = z.enum(endings);
export type Ending = z.infer<typeof endingSchema>;

/**
 * Why a message is ruled invalid 无效认定: unlawful content; no substance or unverifiable; advertising; outside the government's remit; in court or arbitration; another
 * statutory procedure; a private dispute; a petition already closed; repeats an open message; other. The list is closed, and rulings are counted in public by it (R04).
 */
export const invalidityGrounds = [
  'unlawful-content',
  'no-substance',
  'advertising',
  'outside-remit',
  'in-court-or-arbitration',
  'other-procedure',
  'private-dispute',
  'petition-closed',
  'repeats-open-message',
  'other',
] as const;
export const invalidityGroundSchema = z.enum(invalidityGrounds);
export type InvalidityGround = z.infer<typeof invalidityGroundSchema>;

/** 满意、基本满意、不满意 */
export const ratingSchema = z.enum(['satisfied', 'basically-satisfied', 'dissatisfied']);
export type Rating = z.infer<typeof ratingSchema>;

/** 解决、部分解决、解释说明、无法解决: what the unit says has come of the matter, apart from whether it is answered. */
export const replyResultSchema = z.enum(['resolved', 'partly-resolved', 'explained', 'cannot-be-resolved']);
export type ReplyResult = z.infer<typeof replyResultSchema>;

/** 承诺: what is done by when. */
export const replyPromiseSchema = z.object({ text: z.string().min(1).max(500), dueOn: z.iso.date() });
export type ReplyPromise = z.infer<typeof replyPromiseSchema>;

/** A unit as other services need to know it: its code in the registry and the name the public reads. */
export const unitRefSchema = z.object({ code: z.string().min(1).max(64), name: z.string().min(1).max(100) });
export type UnitRef = z.infer<typeof unitRefSchema>;

export const idSchema = z.uuid();

/** Years that a city's business can speak of: PostgreSQL and people agree on the reading of all of them. */
/** Not the last year that can be written: the day after a day, and the Shanghai date of an instant, are dates as well. */
const isBusinessYear = (year: number): boolean => year >= 1900 && year <= 9998;

/** RFC 3339 instant, in UTC on the bus. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => isBusinessYear(new Date(text).getUTCFullYear()), { message: 'is outside the years 1900 to 9998' });
/** An Asia/Shanghai calendar date, YYYY-MM-DD. */
export const dateSchema = z.iso.date().refine((text) => isBusinessYear(Number(text.slice(0, 4))), { message: 'is outside the years 1900 to 9998' });

/** An Asia/Shanghai month, YYYY-MM. */
export const monthSchema = z.string().regex(/^(?:19|[2-8]\d)\d\d-(?:0[1-9]|1[0-2])$/);
/** What became of a unit's place in a phase after the phase was announced. */
export const forumPlanChangeSchema = z.enum(['added', 'moved', 'removed', 'postponed', 'cancelled']);
export type ForumPlanChange = z.infer<typeof forumPlanChangeSchema>;
/** How the lot fell: on a seat, or on a place behind them, from which seats are filled that stay empty. */
export const forumLotSchema = z.enum(['selected', 'waiting']);
export type ForumLot = z.infer<typeof forumLotSchema>;
/** What a person can read: at least one letter or digit of any script, and no control character but tab and line ends. */
export const isProse = (text: string): boolean =>
  isStorableText(text) && /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u.test(text) && !/(?![\t\n\r])\p{Cc}/u.test(text);
/**
 * What word processors put where a line ends: vertical tab (Word's Shift+Enter), form feed and U+0085 become the line feed that they stand for,
 * and so does `_x000D_`, which Excel writes for a carriage return.
 */
export const withLineFeeds = (text: string): string => text.replace(/_x000D_\r?\n?|[\v\f\u0085]/gi, '\n');
/** Text written by people: a message, a reply, a reason. */
export const prose = (maximum: number) =>
  z.string().overwrite(withLineFeeds).max(maximum).refine(isProse, { message: 'has nothing to read, or control characters' });

// UAX #15 (Stream-Safe Text): no language stacks more than 30 marks, and putting n of them in order takes n² steps.
const pile = /(\p{M}{30})\p{M}+/gu;
/** Unicode's compatibility form (full-width as half-width, ① as 1), in a time that grows with the text and no faster. */
export const nfkc = (text: string): string => text.replace(pile, '$1').normalize('NFKC');

/** Kinds of files that are accepted as attachments 附件, as their bytes show them. */
export const attachmentMediaTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const;
export type AttachmentMediaType = (typeof attachmentMediaTypes)[number];
export const attachmentMediaTypeSchema = z.enum(attachmentMediaTypes);

/** Why a file is not kept. */
export const attachmentRefusals = ['empty', 'type-not-accepted', 'image-unreadable', 'image-too-large', 'malware', 'not-examined'] as const;
export type AttachmentRefusal = (typeof attachmentRefusals)[number];

export const replyAttachmentsAtMost = 9;
/** 答复的附件, as it was signed: what it is, by the hash of the bytes that are given out. */
export const replyAttachmentSchema = z.object({
  attachmentId: idSchema,
  /** Redacted, with the ending of what it is. */
  name: storableText(300),
  mediaType: attachmentMediaTypeSchema,
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ReplyAttachment = z.infer<typeof replyAttachmentSchema>;
export const replyAttachmentsSchema = z.array(replyAttachmentSchema).max(replyAttachmentsAtMost);
