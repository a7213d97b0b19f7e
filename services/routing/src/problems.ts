import { defineProblems } from '@wenzheng/platform';

/** What routing refuses, and why. The README lists the same codes; a spec compares the two. */
export const problem = defineProblems({
  'routing.unknown-message': { status: 404, zh: '没有这条留言。', en: 'There is no such message.' },
  'routing.unknown-unit': { status: 404, zh: '没有这个单位：{unit}。', en: 'There is no such unit: {unit}.' },
  'routing.unit-not-in-registry': { status: 422, zh: '单位名录中没有“{unit}”。', en: 'The registry of units does not hold "{unit}".' },
  'routing.not-your-unit': { status: 403, zh: '这条留言不由您的单位承办。', en: 'This message is not with your unit.' },
  'routing.not-in-registry': {
    status: 403,
    zh: '单位名录未将您列为“{unit}”的{posts}，不能代表该单位办理。',
    en: 'The registry does not list you in "{unit}" as what this takes; you cannot act for it.',
  },
  'routing.person-unknown': { status: 403, zh: '人员名录中没有您，请与管理员联系。', en: 'The registry of people does not list you.' },
  'routing.person-removed': { status: 403, zh: '您已从人员名录中移除，不能再办理。', en: 'You have been removed from the registry of people.' },
  'routing.person-suspended': { status: 403, zh: '您在人员名录中已被停用，暂不能办理。', en: 'You are suspended in the registry of people.' },
  'routing.post-ended': { status: 403, zh: '您的岗位已到期、已终止或尚未开始。', en: 'Your post is over, or has not begun.' },
  'routing.invalid-cursor': { status: 400, zh: '分页参数 after 无效。', en: 'The paging parameter after is not valid.' },
  'routing.unit-without-web-admin': {
    status: 409,
    zh: '单位“{unit}”没有在岗的网管员，不能分派。',
    en: 'The unit "{unit}" has no active web admin; nothing can be assigned to it.',
  },
  'routing.report-against-this-unit': {
    status: 409,
    zh: '举报不得分派给被举报的单位或其下属单位。',
    en: 'A report of wrongdoing may not go to the unit complained of, nor to a unit below it.',
  },
  'routing.already-assigned': { status: 409, zh: '这条留言已由该单位承办。', en: 'The message is with this unit already.' },
  'routing.reply-in-review': { status: 409, zh: '已有一份答复正在审核。', en: 'A reply is in review already.' },
  'routing.already-answered': { status: 409, zh: '这条留言已经答复。', en: 'The message has been answered.' },
  'routing.return-window-closed': {
    status: 409,
    zh: '退回时限已过：应在 {until} 前退回。',
    en: 'The time for returning it is over: it ended at {until}.',
  },
  'routing.first-asked-unit-cannot-return': {
    status: 409,
    zh: '在线访谈实行首问负责制，受理的问题一律不得推诿；本次退回已记录。',
    en: 'Questions of an interview stay with the unit first asked; this attempt has been recorded.',
  },
  'routing.designation-is-final': { status: 409, zh: '指定承办后不能退回。', en: 'A designated message cannot be returned.' },
  'routing.extension-exists': { status: 409, zh: '每条留言只能延期一次。', en: 'A message can be extended once.' },
  'routing.deadline-unknown': {
    status: 409,
    zh: '该留言的答复时限尚未算出，暂不能延期，请稍后再试。',
    en: 'The deadline of this message is not known yet; ask for the extension later.',
  },
  'routing.extension-beyond-cap': {
    status: 422,
    zh: '不得超过最长办理时限：新的日期不得晚于 {cap}。',
    en: 'The new date may not be later than the cap, {cap}.',
  },
  'routing.extension-not-a-working-day': { status: 422, zh: '{date} 不是工作日。', en: '{date} is not a working day.' },
  'routing.extension-not-later': {
    status: 422,
    zh: '新的日期应晚于 {after}。',
    en: 'The new date must be later than {after}.',
  },
  'routing.idempotency-key-reused': {
    status: 409,
    zh: '同一个 Idempotency-Key 已用于另一个请求。',
    en: 'This Idempotency-Key was used for another request.',
  },
  'routing.ruled-invalid': { status: 409, zh: '这条留言已认定无效。', en: 'The message has been ruled invalid.' },
  'routing.transferred': { status: 409, zh: '这条留言已转出。', en: 'The message has been transferred out.' },
  'routing.withdrawn': { status: 409, zh: '留言人已撤回这条留言。', en: 'The writer has withdrawn the message.' },
  'routing.ruling-proposed': { status: 409, zh: '已有一份无效认定建议等待信息办认定。', en: 'A proposal to rule the message invalid is waiting already.' },
  'routing.no-ruling-proposed': { status: 409, zh: '这条留言没有待认定的无效建议。', en: 'There is no proposal to rule about.' },
  'routing.unknown-objection': { status: 404, zh: '没有这份异议。', en: 'There is no such objection.' },
  'routing.objection-decided': { status: 409, zh: '这份异议已有复核结论。', en: 'The objection has been decided.' },
  'routing.objection-of-own-ruling': { status: 403, zh: '异议须由作出认定的人以外的人员复核。', en: 'An objection is decided by somebody else than who ruled.' },
  'routing.nothing-to-decide': { status: 409, zh: '这条留言没有待复核的异议。', en: 'The message has no ruling to decide about.' },
  'routing.import-invalid-item': { status: 400, zh: '这一条的内容不符合要求。', en: 'This item is not valid.' },
  'routing.import-in-future': { status: 422, zh: '答复时间在将来。', en: 'The reply lies in the future.' },
  'routing.import-conflict': { status: 409, zh: '这条留言已导入另一份答复。', en: 'Another reply has been imported for this message.' },
  'routing.import-not-historical': {
    status: 409,
    zh: '这条留言不是历史数据，答复应由承办单位提交。',
    en: 'The message is not historical; its unit must submit the reply.',
  },
});

export type RoutingProblemCode = keyof typeof problem.catalogue;
