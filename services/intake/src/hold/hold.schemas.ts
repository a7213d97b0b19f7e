import { channelSchema, idSchema, instantSchema, invalidityGroundSchema, messageKindSchema, prose, visibilitySchema } from '@wenzheng/contracts';
import { allowedActionSchema, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { holdOutcomes, holdReasons } from '../message/hold-reasons.js';

export const holdStatesAsked = ['waiting', 'decided'] as const;
export const holdActions = ['release', 'rule-invalid', 'set-aside'] as const;

export const holdPageSchema = z.object({
  state: z.enum(holdStatesAsked).default('waiting'),
  channel: channelSchema.optional(),
  ...pageQuery(z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{15}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).refine((cursor) => instantSchema.safeParse(cursor.slice(0, 27)).success), { limit: 50, atMost: 200 }),
});
export type HoldPage = z.output<typeof holdPageSchema>;

export const holdSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    channel: channelSchema,
    connector: z.string().describe('the transport by which it came in'),
    reasons: z.array(z.enum(holdReasons)).describe('why it is held'),
    title: z.string(),
    text: z.string(),
    kind: messageKindSchema.nullable(),
    visibility: visibilitySchema,
    addressedUnit: z.string().nullable(),
    heldAt: instantSchema.describe('when it came in; released, it is registered as of then'),
    dueAt: instantSchema.nullable().describe('null: the calendar does not reach so far'),
    overdue: z.boolean(),
    decision: z
      .object({ outcome: z.enum(holdOutcomes), ground: invalidityGroundSchema.nullable(), reason: z.string().nullable(), guidance: z.string().nullable(), decidedAt: instantSchema })
      .nullable(),
    allowedActions: z.array(allowedActionSchema('AllowedHoldAction', holdActions)),
  })
  .meta({ id: 'Hold' });

export const holdCountSchema = z.object({ waiting: z.int(), overdue: z.int().describe('of these') }).meta({ id: 'HoldCount' });

export const holdDecisionSchema = z
  .discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('released') }),
    z.strictObject({ outcome: z.literal('ruled-invalid'), ground: invalidityGroundSchema, reason: prose(2_000), guidance: prose(2_000) }),
    z.strictObject({ outcome: z.literal('set-aside'), reason: prose(2_000) }),
  ])
  .meta({ id: 'HoldDecision' });
export type HoldDecision = z.output<typeof holdDecisionSchema>;

/** The same decision about many: what came in a mass is looked at as one. */
export const holdsDecisionSchema = z.strictObject({ messageIds: z.array(idSchema).min(1).max(200), decision: holdDecisionSchema }).meta({ id: 'HoldsDecision' });
export type HoldsDecision = z.output<typeof holdsDecisionSchema>;

export const decidedSchema = z.object({ messageId: idSchema, messageNumber: z.string(), outcome: z.enum(holdOutcomes), registeredAt: instantSchema.nullable().describe('day zero of its deadline; null: it was set aside'), decidedAt: instantSchema }).meta({ id: 'DecidedHold' });

export const holdsDecidedSchema = z
  .object({ results: z.array(z.object({ messageId: idSchema, decided: decidedSchema.nullable(), code: z.string().nullable().describe('why it was not decided about: the code of the problem') })).describe('in the order of the request') })
  .meta({ id: 'DecidedHolds' });
