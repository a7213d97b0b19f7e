import { channels, statedWorkingDays, type ChannelName } from '@wenzheng/contracts';
import type { ChannelPolicy, LadderRule, LadderStep, Policy, PolicyNumber, PolicyValue, PolicyValues } from './policy.rules.js';

interface Question {
  requirement: string;
  zh: string;
  en: string;
}

const questions: Record<PolicyNumber, Question> = {
  replyWorkingDays: { requirement: 'R09', zh: '应在几个工作日内答复', en: 'working days to answer in' },
  finalWorkingDays: { requirement: 'R11', zh: '最长办理时限（工作日）', en: 'working days that no extension passes' },
  extensionWithinWorkingDays: { requirement: 'R10', zh: '应在几个工作日内作出延期说明', en: 'working days to submit an extension notice in' },
  extensions: { requirement: 'R10', zh: '最多可延期几次', en: 'extensions at most' },
  closeOfBusiness: { requirement: 'R09', zh: '最后一日的截止时间', en: 'when the last day ends' },
  reviewWorkingDays: { requirement: 'R12', zh: '审核发布时限（工作日）', en: 'working days for review' },
  acknowledgeWorkingDays: { requirement: 'R22', zh: '上报后应在几个工作日内签收', en: 'working days to acknowledge an escalation in' },
  workingHours: { requirement: 'R22', zh: '提醒、催办送达的时间（工作日）', en: 'when reminders and urgings reach people, on working days' },
};

/** What no policy may weaken for 市民心声. That a message is extended once is our reading of 说明. */
export const stated = {
  replyWorkingDays: statedWorkingDays.reply,
  finalWorkingDays: statedWorkingDays.final,
  extensionWithinWorkingDays: statedWorkingDays.notice,
  extensions: 1,
} as const;

const steps: Record<LadderStep, Question> = {
  reminder: { requirement: 'R22', zh: '提醒承办单位', en: 'reminder to the unit' },
  overdue: { requirement: 'R22', zh: '超期', en: 'overdue' },
  urging: { requirement: 'R22', zh: '催办承办单位', en: 'urging to the unit' },
  'escalation-1': { requirement: 'R22', zh: '一级上报督查室', en: 'level 1 to the supervision office' },
  'escalation-2': { requirement: 'R22', zh: '二级上报督查室', en: 'level 2 to the supervision office' },
  'escalation-3': { requirement: 'R24', zh: '三级上报监察机关', en: 'level 3 to the inspection bureau' },
};

/** The regulation with our readings where it is silent; the channels it says nothing about have the same numbers. */
const defaults: PolicyValues = {
  ...stated,
  closeOfBusiness: '24:00',
  reviewWorkingDays: 1,
  acknowledgeWorkingDays: 1,
  workingHours: '09:00-17:30',
  ladder: [
    { step: 'reminder', from: 'due', workingDays: -1, at: '09:00', issue: 'automatic' },
    { step: 'overdue', from: 'due', workingDays: 0, at: 'close', issue: 'automatic' },
    { step: 'urging', from: 'due', workingDays: 0, at: 'close', issue: 'automatic' },
    { step: 'escalation-1', from: 'due', workingDays: 0, at: 'close', issue: 'automatic' },
    { step: 'escalation-2', from: 'due', workingDays: 2, at: 'close', issue: 'automatic' },
    { step: 'escalation-3', from: 'final', workingDays: 0, at: 'close', issue: 'automatic' },
  ],
};

/** Every value with its question, and with `stated` where it is the regulation's own word about this channel. */
export function describedPolicy(channel: ChannelName, { ladder, ...numbers }: PolicyValues): ChannelPolicy {
  const isStated = (key: string, value: unknown) => channel === 'board' && key !== 'extensions' && key in stated && stated[key as keyof typeof stated] === value;
  const entries = Object.entries(numbers).map(([key, value]) => [
    key,
    { value, basis: isStated(key, value) ? 'stated' : 'default', ...questions[key as PolicyNumber] },
  ]);
  const described = ladder.map((value): PolicyValue<LadderRule> => ({ value, basis: 'default', ...whenOf(value) }));
  return { ...(Object.fromEntries(entries) as Omit<ChannelPolicy, 'ladder'>), ladder: described };
}

/** 提醒承办单位：应答复日前1个工作日09:00 */
function whenOf({ step, from, workingDays, at }: LadderRule): Question {
  const { requirement, zh, en } = steps[step];
  const [chineseDay, englishDay] = from === 'due' ? ['应答复日', 'the due date'] : ['最迟答复日', 'the cap'];
  const count = Math.abs(workingDays);
  const chineseOffset = count === 0 ? '' : workingDays < 0 ? `前${count}个工作日` : `后第${count}个工作日`;
  const englishOffset = count === 0 ? '' : `working day ${count} ${workingDays < 0 ? 'before' : 'after'} `;
  return {
    requirement,
    zh: `${zh}：${chineseDay}${chineseOffset}${at === 'close' ? '截止时' : at}`,
    en: `${en}: at ${at === 'close' ? 'the end' : at} of ${englishOffset}${englishDay}`,
  };
}

/** The values alone, for the next version to begin from. */
export function valuesOf({ ladder, ...numbers }: ChannelPolicy): PolicyValues {
  const values = Object.entries(numbers).map(([key, { value }]) => [key, value]);
  return { ...(Object.fromEntries(values) as Omit<PolicyValues, 'ladder'>), ladder: ladder.map(({ value }) => value) };
}

const shippedSeries = '2011-118';
/** 2011-118.1, 2011-118.2, … of one channel. */
export const versionName = (ordinal: number): string => `${shippedSeries}.${ordinal}`;

/** What ships: the first version of each channel, in force since the regulation is. */
export const shippedPolicies: readonly Policy[] = channels.map((channel) => ({
  channel,
  version: versionName(1),
  effectiveFrom: '2011-10-09',
  reason: null,
  rules: describedPolicy(channel, defaults),
}));
