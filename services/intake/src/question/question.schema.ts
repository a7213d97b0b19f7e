import { idSchema, instantSchema, messageKindSchema, officialSchema, prose, questionPlacings, questionStates, visibilitySchema } from '@wenzheng/contracts';
import { allowedActionSchema, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';

const reason = prose(500).trim();

export const placingSchema = z
  .strictObject({
    to: z.enum(questionPlacings),
    into: idSchema.optional().describe('merged: into which question of the session'),
    reason: reason.optional().describe('why it is not published; public'),
  })
  .refine(({ to, into }) => (to === 'merged') === (into !== undefined), { path: ['into'] })
  .refine(({ to, reason: why }) => (to === 'not-published') === (why !== undefined), { path: ['reason'] });
export type PlacingBody = z.output<typeof placingSchema>;

export const liveAnswerSchema = z.strictObject({
  text: prose(20_000),
  speaker: z.strictObject({ name: prose(50).trim(), post: prose(100).trim() }).optional().describe('who said it; the principal, unless said'),
});
export type LiveAnswerBody = z.output<typeof liveAnswerSchema>;

export const questionPageQuerySchema = z.object({ state: z.enum(questionStates).optional(), ...pageQuery(z.uuid(), { limit: 100, atMost: 500 }) });
export type QuestionPageQuery = z.output<typeof questionPageQuerySchema>;

/** What a host does with a question: puts it somewhere, or has its answer written down. */
export const questionActions = [...questionPlacings, 'answered'] as const;

const hidden = 'null of a report of wrongdoing';

export const questionSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    kind: messageKindSchema.nullable(),
    visibility: visibilitySchema,
    title: z.string().nullable().describe(hidden),
    text: z.string().nullable().describe(hidden),
    askedAt: instantSchema,
    state: z.enum(questionStates),
    mergedInto: idSchema.nullable(),
    reason: z.string().nullable(),
    answer: z.object({ text: z.string(), speaker: officialSchema, answeredAt: instantSchema }).nullable(),
    allowedActions: z.array(allowedActionSchema('AllowedQuestionAction', questionActions)).describe('of the host; nobody else has any'),
  })
  .meta({ id: 'SessionQuestion' });
export type QuestionView = z.infer<typeof questionSchema>;

const count = z.int().min(0);
export const questionCountsSchema = z
  .object({ received: count.describe('the sum of all others'), ...(Object.fromEntries(questionStates.map((state) => [state, count])) as Record<(typeof questionStates)[number], typeof count>) })
  .meta({ id: 'QuestionCounts' });
export type QuestionCountsView = z.infer<typeof questionCountsSchema>;

export const questionPageSchema = pageOf(questionSchema);
