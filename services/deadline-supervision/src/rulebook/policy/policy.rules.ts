import { channelSchema, dateSchema, type ChannelName } from '@wenzheng/contracts';
import type { BusinessDate } from '@wenzheng/working-days';
import { z } from 'zod';

/** One value of the policy: what it answers, and whether the regulation says so (`stated`) or we do (`default`). */
export const policyValueSchema = <Value extends z.ZodType>(value: Value) =>
  z.object({
    value,
    basis: z.enum(['stated', 'default']),
    /** The requirement that the value answers. */
    requirement: z.string(),
    zh: z.string(),
    en: z.string(),
  });
export type PolicyValue<Value> = z.infer<ReturnType<typeof policyValueSchema<z.ZodType<Value>>>>;

export const ladderSteps = ['reminder', 'overdue', 'urging', 'escalation-1', 'escalation-2', 'escalation-3'] as const;
export const ladderStepSchema = z.enum(ladderSteps);
export type LadderStep = (typeof ladderSteps)[number];

const closeOfBusinessSchema = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: 'is not HH:MM' }).refine((time) => time !== '00:00', { message: 'is no end of a day' });
const workingHoursSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'is not HH:MM-HH:MM' })
  .refine((hours) => hours.slice(0, 5) < hours.slice(6), { message: 'ends before it begins' });
const days = z.int().min(0).max(250);

/** When a step is due: so many working days after the due date in force or the cap (before it, if negative), at an hour. */
export const ladderRuleSchema = z.strictObject({
  step: ladderStepSchema,
  from: z.enum(['due', 'final']),
  workingDays: z.int().min(-250).max(250),
  at: z.union([z.literal('close'), closeOfBusinessSchema]).describe('HH:MM in Shanghai, or `close`: the close of business of that day'),
  issue: z.enum(['automatic', 'on-signature']).describe('whether it is done by itself, or an officer has to sign'),
});
export type LadderRule = z.infer<typeof ladderRuleSchema>;

/** What a policy says about a channel, without its reasons. */
export const policyValuesSchema = z.strictObject({
  replyWorkingDays: days.min(1),
  finalWorkingDays: days.min(1),
  /** An extension is timely if it was submitted within so many working days; it never can be more than `replyWorkingDays`. */
  extensionWithinWorkingDays: days,
  extensions: z.int().min(0).max(9),
  closeOfBusiness: closeOfBusinessSchema,
  reviewWorkingDays: days,
  /** What is not acknowledged 签收 by then goes to the next office. */
  acknowledgeWorkingDays: days.min(1),
  workingHours: workingHoursSchema,
  ladder: z.array(ladderRuleSchema).max(ladderSteps.length),
});
export type PolicyValues = z.infer<typeof policyValuesSchema>;
export type PolicyNumber = Exclude<keyof PolicyValues, 'ladder'>;

export const channelPolicySchema = z
  .object({
    replyWorkingDays: policyValueSchema(z.int()),
    finalWorkingDays: policyValueSchema(z.int()),
    extensionWithinWorkingDays: policyValueSchema(z.int()),
    extensions: policyValueSchema(z.int()),
    closeOfBusiness: policyValueSchema(z.string()),
    reviewWorkingDays: policyValueSchema(z.int()),
    acknowledgeWorkingDays: policyValueSchema(z.int()),
    workingHours: policyValueSchema(z.string()),
    ladder: z.array(policyValueSchema(ladderRuleSchema)),
  })
  .meta({ id: 'ChannelPolicy' });
export type ChannelPolicy = z.infer<typeof channelPolicySchema>;

/** One version of a channel's policy; it is never edited, a later one follows. */
export const policySchema = z
  .object({
    channel: channelSchema,
    version: z.string(),
    effectiveFrom: dateSchema.describe('messages registered from this day on have it; the one that a message has is pinned'),
    reason: z.string().nullable(),
    rules: channelPolicySchema,
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof policySchema>;

/**
 * The policy of a registration: of those of its channel in force on that day the latest; before all of them the first, so that
 * a message imported from the past has one too.
 */
export function policyOn(policies: readonly Policy[], channel: ChannelName, date: BusinessDate): Policy {
  const inOrder = policies.filter((policy) => policy.channel === channel).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const policy = inOrder.findLast(({ effectiveFrom }) => effectiveFrom <= date) ?? inOrder[0];
  if (!policy) throw new RangeError(`no policy for ${channel}`);
  return policy;
}
