/** Rules of a channel with one value each; the ladder of urging and escalation has a shape of its own. */
export const ruleWords = {
  replyWorkingDays: '答复期限（工作日）', finalWorkingDays: '最长期限（工作日）', extensionWithinWorkingDays: '延期说明须在几个工作日内', extensions: '可延期次数', closeOfBusiness: '当日截止时间',
  reviewWorkingDays: '审核期限（工作日）', acknowledgeWorkingDays: '签收期限（工作日）', workingHours: '工作时间',
} as const;

export type RuleName = keyof typeof ruleWords;
export const ruleNames = Object.keys(ruleWords) as RuleName[];
export const isNumber = (name: RuleName): boolean => name !== 'closeOfBusiness' && name !== 'workingHours';
