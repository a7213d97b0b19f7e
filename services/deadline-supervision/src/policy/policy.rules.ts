import { channels, channelSchema, instantSchema, type ChannelName } from '@wenzheng/contracts';
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

/** When a step is due: so many working days after the due date in force or the cap (before it, if negative), at an hour. */
const ladderRuleSchema = z.object({
  step: ladderStepSchema,
  from: z.enum(['due', 'final']),
  workingDays: z.int(),
  at: z.string().describe('HH:MM in Shanghai, or `close`: the close of business of that day'),
});
export type LadderRule = z.infer<typeof ladderRuleSchema>;

const days = policyValueSchema(z.int());
export const channelPolicySchema = z
  .object({
    replyWorkingDays: days,
    finalWorkingDays: days,
    /** An extension is timely if it was submitted within so many working days; it never can be more than `replyWorkingDays`. */
    extensionWithinWorkingDays: days,
    closeOfBusiness: policyValueSchema(z.string()),
    reviewWorkingDays: days,
    ladder: z.array(policyValueSchema(ladderRuleSchema)),
  })
  .meta({ id: 'ChannelPolicy' });
export type ChannelPolicy = z.infer<typeof channelPolicySchema>;

export const policySchema = z
  .object({
    version: z.string(),
    effectiveFrom: instantSchema.describe('messages registered from this instant on have it; the one they have is pinned'),
    channels: z.record(channelSchema, channelPolicySchema),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof policySchema>;

/**
 * The policy of a registration: of those in force by then the latest; before all of them the first, so that a message
 * imported from the past has one too.
 */
export function policyAt(policies: readonly Policy[], registeredAt: Date): Policy {
  const inOrder = [...policies].sort((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom));
  const policy = inOrder.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= registeredAt.getTime()) ?? inOrder[0];
  if (!policy) throw new RangeError('there is no policy');
  return policy;
}

const value = <Value>(
  requirement: string,
  basis: PolicyValue<Value>['basis'],
  the: Value,
  zh: string,
  en: string,
): PolicyValue<Value> => ({ value: the, basis, requirement, zh, en });

/** 市民心声: stated by 二(二) of the regulation. All other channels: the same numbers, ours. */
function defaultChannel(channel: ChannelName): ChannelPolicy {
  const basis = channel === 'board' ? 'stated' : 'default';
  return {
    replyWorkingDays: value('R09', basis, 3, '应在几个工作日内答复', 'working days to answer in'),
    finalWorkingDays: value('R11', basis, 10, '最长办理时限（工作日）', 'working days that no extension passes'),
    extensionWithinWorkingDays: value('R10', basis, 3, '应在几个工作日内作出延期说明', 'working days to submit an extension notice in'),
    closeOfBusiness: value('R09', 'default', '24:00', '最后一日的截止时间', 'when the last day ends'),
    reviewWorkingDays: value('R12', 'default', 1, '审核发布时限（工作日）', 'working days for review'),
    ladder: defaultLadder,
  };
}

const defaultLadder: PolicyValue<LadderRule>[] = [
  value('R22', 'default', { step: 'reminder', from: 'due', workingDays: -1, at: '09:00' },
    '提醒承办单位：应答复日前1个工作日09:00', 'reminder to the unit: 09:00, one working day before due'),
  value('R22', 'default', { step: 'overdue', from: 'due', workingDays: 0, at: 'close' },
    '超期：应答复日截止时', 'overdue: at the end of the due date'),
  value('R22', 'default', { step: 'urging', from: 'due', workingDays: 0, at: 'close' },
    '催办承办单位：超期之时', 'urging to the unit: when overdue'),
  value('R22', 'default', { step: 'escalation-1', from: 'due', workingDays: 0, at: 'close' },
    '一级上报督查室：超期之时', 'level 1 to the supervision office: when overdue'),
  value('R22', 'default', { step: 'escalation-2', from: 'due', workingDays: 2, at: 'close' },
    '二级上报督查室：应答复日后第2个工作日结束时', 'level 2 to the supervision office: at the end of the second working day after due'),
  value('R24', 'default', { step: 'escalation-3', from: 'final', workingDays: 0, at: 'close' },
    '三级上报监察机关：超过最长办理时限时', 'level 3 to the inspection bureau: past the cap'),
];

/** 淮府办〔2011〕118号, in force since 2011-10-09, with our readings where it is silent. */
export const defaultPolicy: Policy = {
  version: '2011-118.1',
  effectiveFrom: '2011-10-09T00:00:00+08:00',
  channels: Object.fromEntries(channels.map((channel) => [channel, defaultChannel(channel)])) as Policy['channels'],
};
