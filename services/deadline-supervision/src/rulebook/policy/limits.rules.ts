import type { ChannelName } from '@wenzheng/contracts';
import type { SupervisionProblemCode } from '../../problems.js';
import { stated } from './default-policy.rules.js';
import type { PolicyValues } from './policy.rules.js';

/**
 * Why these values cannot be a channel's policy; null if they can. What R09–R11 state of 市民心声 is law: a policy may promise more
 * there and never less (3个工作日内答复；3个工作日内作出说明；最长办理时限不得超过10个工作日).
 */
export function faultOf(channel: ChannelName, values: PolicyValues): SupervisionProblemCode | null {
  if (channel === 'board') {
    if (values.replyWorkingDays > stated.replyWorkingDays) return 'deadline-supervision.policy-reply-past-stated';
    if (values.finalWorkingDays > stated.finalWorkingDays) return 'deadline-supervision.policy-cap-past-stated';
    if (values.extensionWithinWorkingDays > stated.extensionWithinWorkingDays) return 'deadline-supervision.policy-extension-past-stated';
    if (values.extensions > stated.extensions) return 'deadline-supervision.policy-second-extension';
  }
  if (values.replyWorkingDays > values.finalWorkingDays) return 'deadline-supervision.policy-reply-past-cap';
  if (values.extensionWithinWorkingDays > values.replyWorkingDays) return 'deadline-supervision.policy-extension-past-reply';
  return ladderFaultOf(values.ladder);
}

/**
 * What follows from the dates is done by itself: overdue is a fact, and level 1 tells the office of it. The steps that follow may wait
 * for an officer, who then writes an urging order or a referral instead.
 */
function ladderFaultOf(ladder: PolicyValues['ladder']): SupervisionProblemCode | null {
  if (new Set(ladder.map(({ step }) => step)).size < ladder.length) return 'deadline-supervision.policy-step-twice';
  const overdue = ladder.find(({ step }) => step === 'overdue');
  if (!overdue || overdue.from !== 'due' || overdue.workingDays !== 0 || overdue.at !== 'close' || overdue.issue !== 'automatic') {
    return 'deadline-supervision.policy-overdue-moved';
  }
  if (ladder.some(({ step, issue }) => step === 'escalation-1' && issue === 'on-signature')) return 'deadline-supervision.policy-silent-overdue';
  const reminder = ladder.find(({ step }) => step === 'reminder');
  if (reminder && (reminder.from !== 'due' || reminder.workingDays > 0)) return 'deadline-supervision.policy-reminder-late';
  const early = ladder.some(({ step, workingDays, at }) => step !== 'reminder' && (workingDays < 0 || (workingDays === 0 && at !== 'close')));
  return early ? 'deadline-supervision.policy-step-early' : null;
}
