import { attachmentMediaTypeSchema, channelSchema, dateSchema, invalidityGroundSchema, messageKindSchema, ratingSchema, replyPromiseSchema, replyResultSchema, unitRefSchema, visibilitySchema } from '@wenzheng/contracts';
import { channelWords, invalidityGroundWords, kindWords, messageStatuses, replyResultWords } from '@wenzheng/wording';
import { z } from 'zod';
import { documentsIn, type Citations, type CitedDocument } from '../policy-document/citations.rules.js';
import { documentPath } from '../policy-document/policy-document.rules.js';
import { pathOf } from '../publishing/publishing.rules.js';
import type { ReplyAttachmentView } from './attachments.rules.js';
import type { DecisionView, MessageSummary, MessageView, NoticeView, ReplyView } from './message-view.rules.js';
import { shanghaiInstant } from './words.rules.js';

/** RFC 3339, with the city's +08:00. */
const instant = z.iso.datetime({ offset: true });

/** One message in a list, for programs. Of a private one number, unit, kind, dates and state alone. */
export const messageSummarySchema = z
  .object({
    number: z.string(),
    url: z.url(),
    visibility: visibilitySchema,
    content: z.enum(['shown', 'private', 'held', 'taken-down']).describe('`held` 内容审核中, `taken-down` 已撤下'),
    title: z.string().nullable(),
    kind: z.object({ code: messageKindSchema, name: z.string() }).nullable(),
    channel: z.object({ code: channelSchema, name: z.string() }).nullable(),
    unit: unitRefSchema.nullable(),
    registeredAt: instant,
    status: z.object({ code: z.enum(messageStatuses), name: z.string(), remarks: z.array(z.string()) }),
    deadline: z.object({
      replyDueOn: dateSchema.nullable(),
      dueOn: dateSchema.nullable().describe('the date in force'),
      finalDueOn: dateSchema.nullable(),
      provisional: z.boolean(),
      sentence: z.string(),
    }),
    answeredAt: instant.nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'MessageSummary' });

const noticeSchema = z.object({ id: z.uuid(), unit: unitRefSchema, reason: z.string(), newDueOn: dateSchema, submittedAt: instant, publishedAt: instant });
const fileSchema = z.object({ id: z.uuid(), url: z.url(), name: z.string(), mediaType: attachmentMediaTypeSchema, size: z.int().describe('bytes') });
export const fileJson = ({ attachmentId: id, name, mediaType, size }: ReplyAttachmentView, publicUrl: string): z.infer<typeof fileSchema> => ({ id, url: new URL(`/attachments/${id}`, publicUrl).href, name, mediaType, size });

const citedSchema = z.object({ id: z.uuid(), url: z.url().describe('its page'), number: z.string().nullable(), title: z.string(), repealedOn: dateSchema.nullable() });
const citedJson = ({ documentId: id, number, title, repealedOn }: CitedDocument, publicUrl: string): z.infer<typeof citedSchema> => ({ id, url: new URL(documentPath(id), publicUrl).href, number, title, repealedOn });

const amended = {
  attachments: z.array(fileSchema).describe('附件 that go with it'),
  id: z.uuid(),
  text: z.string(),
  submittedAt: instant,
  publishedAt: instant,
  correctedAt: instant.nullable().describe('更正于: when this text took the place of another'),
  citations: z.array(citedSchema).describe('政策文件 that the text cites, by number 文号 or title'),
};
const replySchema = z.object({ unit: unitRefSchema, interim: z.boolean(), renewed: z.boolean().describe('二次办理答复'), ...amended, result: z.object({ code: replyResultSchema, name: z.string() }).nullable().describe('as the unit states it'), promise: replyPromiseSchema.extend({ id: z.uuid().describe('of the reply that made it'), keptAt: instant.nullable() }).nullable(), supplements: z.array(z.object(amended)).describe('补充') });

const linkedSchema = z.object({ number: z.string(), title: z.string().nullable() });
const linkedJson = ({ number, title }: z.infer<typeof linkedSchema>) => ({ number, title });

const decidedSchema = z.object({ id: z.uuid(), at: instant, reason: z.string() });
const decisionSchema = z.discriminatedUnion('kind', [
  decidedSchema.extend({
    kind: z.literal('ruling'), ground: z.object({ code: invalidityGroundSchema, name: z.string() }), guidance: z.string(), objectionUntil: dateSchema.nullable(), isLifted: z.boolean(),
  }),
  decidedSchema.extend({ kind: z.literal('objection'), outcome: z.enum(['upheld', 'rejected']) }),
  decidedSchema.extend({ kind: z.literal('renewal'), unit: z.string(), dueOn: dateSchema.nullable() }),
  decidedSchema.extend({ kind: z.literal('no-renewal') }),
  decidedSchema.extend({ kind: z.literal('transfer'), to: z.string(), receiptNumber: z.string(), receivedAt: instant }),
]);

export const messageSchema = messageSummarySchema
  .extend({
    text: z.string().nullable(),
    attachments: z.array(fileSchema).describe('附件 that an officer has released'),
    extensionNotices: z.array(noticeSchema),
    replies: z.array(replySchema),
    rating: ratingSchema.nullable().describe('评价 by the writer'),
    coHandling: z.object({ coUnits: z.array(unitRefSchema), firstAsked: unitRefSchema.nullable() }).nullable().describe('协办单位, and 首问责任单位 where another unit leads'),
    followUps: z.object({ of: linkedSchema.nullable(), by: z.array(linkedSchema) }).describe('追问: of which message, and by which'),
    merged: z.object({ into: linkedSchema.nullable(), with: z.array(linkedSchema) }).describe('并单: with which message it is handled as one, and which with it; those alone that are public'),
    decisions: z.array(decisionSchema).describe('of the information office: rulings of invalidity, objections to them, transfers out, renewed handling 二次办理 ordered or not'),
    timeline: z.array(z.object({ at: instant, text: z.string() })),
  })
  .meta({ id: 'Message' });

export function summaryJson(message: MessageSummary, publicUrl: string): z.infer<typeof messageSummarySchema> {
  return {
    number: message.number,
    url: new URL(pathOf(message.number), publicUrl).href,
    visibility: message.isPrivate ? 'private' : 'public',
    content: message.content,
    title: message.title,
    kind: message.kind && { code: message.kind, name: kindWords.zh[message.kind] },
    channel: message.channel && { code: message.channel, name: channelWords.zh[message.channel] },
    unit: message.unit,
    registeredAt: shanghaiInstant(message.registeredAt),
    status: { code: message.status.code, name: message.status.word, remarks: [...message.status.suffixes] },
    deadline: {
      replyDueOn: message.replyDueOn,
      dueOn: message.dueOn,
      finalDueOn: message.finalDueOn,
      provisional: message.provisional,
      sentence: message.sentence,
    },
    answeredAt: message.answeredAt && shanghaiInstant(message.answeredAt),
    updatedAt: shanghaiInstant(message.updatedAt),
  };
}

export function messageJson(message: MessageView, publicUrl: string, citations: Citations): z.infer<typeof messageSchema> {
  return {
    ...summaryJson(message, publicUrl),
    text: message.text,
    attachments: message.attachments.map((one) => fileJson(one, publicUrl)),
    extensionNotices: message.notices.map(noticeJson),
    replies: message.replies.map((reply) => replyJson(reply, publicUrl, citations)),
    rating: message.rating,
    coHandling: message.coHandling && { coUnits: [...message.coHandling.coUnits], firstAsked: message.coHandling.firstAsked },
    followUps: { of: message.followUps.of && linkedJson(message.followUps.of), by: message.followUps.by.map(linkedJson) },
    merged: { into: message.merged.into && linkedJson(message.merged.into), with: message.merged.with.map(linkedJson) },
    decisions: message.decisions.map(decisionJson),
    timeline: message.timeline.map(({ at, text }) => ({ at: shanghaiInstant(at), text })),
  };
}

const noticeJson = ({ extensionId: id, unit, reason, newDueOn, submittedAt, publishedAt }: NoticeView) => ({
  id,
  unit,
  reason,
  newDueOn,
  submittedAt: shanghaiInstant(submittedAt),
  publishedAt: shanghaiInstant(publishedAt),
});

const replyJson = ({ unit, interim, isRenewed: renewed, result, promise, supplements, ...reply }: ReplyView, publicUrl: string, citations: Citations) => ({
  unit, interim, renewed, ...amendedJson(reply, publicUrl, citations), result: result && { code: result, name: replyResultWords.zh[result] }, promise: promise && { ...promise, keptAt: promise.keptAt && shanghaiInstant(promise.keptAt) },
  supplements: supplements.map((one) => amendedJson(one, publicUrl, citations)) });

const amendedJson = ({ replyId: id, text, submittedAt, publishedAt, correctedAt, attachments }: Omit<ReplyView, 'unit' | 'interim' | 'isRenewed' | 'result' | 'promise' | 'supplements'>, publicUrl: string, citations: Citations) => ({
  id,
  attachments: attachments.map((one) => fileJson(one, publicUrl)),
  text,
  submittedAt: shanghaiInstant(submittedAt),
  publishedAt: shanghaiInstant(publishedAt),
  correctedAt: correctedAt && shanghaiInstant(correctedAt),
  citations: documentsIn(citations, [text]).map((one) => citedJson(one, publicUrl)),
});

export function decisionJson(decision: DecisionView): z.infer<typeof decisionSchema> {
  const at = shanghaiInstant(decision.at);
  if (decision.kind === 'ruling') return { ...decision, at, ground: { code: decision.ground, name: invalidityGroundWords.zh[decision.ground] } };
  return decision.kind === 'transfer' ? { ...decision, at, receivedAt: shanghaiInstant(decision.receivedAt) } : { ...decision, at };
}
