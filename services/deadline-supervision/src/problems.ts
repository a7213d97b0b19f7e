import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'deadline-supervision.not-in-registry': {
    status: 403,
    zh: '单位名录未将您列为该单位的网管员。',
    en: 'The registry does not list you as a web admin of your unit.',
  },
  'deadline-supervision.policy-too-early': {
    status: 409,
    zh: '新规则最早自明日起施行，且不得早于上一版本的施行日期。',
    en: 'A new version is in force from tomorrow at the earliest, and not before the version that it follows.',
  },
  'deadline-supervision.policy-reply-past-stated': {
    status: 422,
    zh: '市民心声须在3个工作日内答复（淮府办〔2011〕118号二（二）），不得放宽。',
    en: 'On the message board the answer is due within 3 working days (regulation 118 of 2011, part 2(2)); no policy may allow more.',
  },
  'deadline-supervision.policy-cap-past-stated': {
    status: 422,
    zh: '市民心声最长办理时限不得超过10个工作日（淮府办〔2011〕118号二（二））。',
    en: 'On the message board nothing may take longer than 10 working days (regulation 118 of 2011, part 2(2)).',
  },
  'deadline-supervision.policy-extension-past-stated': {
    status: 422,
    zh: '市民心声的延期说明须在3个工作日内作出（淮府办〔2011〕118号二（二））。',
    en: 'On the message board an extension is explained within 3 working days (regulation 118 of 2011, part 2(2)).',
  },
  'deadline-supervision.policy-second-extension': {
    status: 422,
    zh: '市民心声至多延期一次。',
    en: 'On the message board a message is extended once at most.',
  },
  'deadline-supervision.policy-reply-past-cap': {
    status: 422,
    zh: '答复时限不得超过最长办理时限。',
    en: 'The answer cannot be due after the cap.',
  },
  'deadline-supervision.policy-extension-past-reply': {
    status: 422,
    zh: '延期说明须在答复时限之内作出。',
    en: 'An extension has to be explained before the answer is due.',
  },
  'deadline-supervision.policy-step-twice': { status: 422, zh: '同一督办步骤只能出现一次。', en: 'A step of the ladder may stand in it once.' },
  'deadline-supervision.policy-overdue-moved': {
    status: 422,
    zh: '“超期”须在应答复日截止时自动认定。',
    en: 'Overdue is a fact: it is so by itself, at the end of the due date.',
  },
  'deadline-supervision.policy-silent-overdue': {
    status: 422,
    zh: '一级上报须自动发出，不能等待签发。',
    en: 'Level 1 tells the office that a message is overdue, and cannot wait for a signature.',
  },
  'deadline-supervision.policy-reminder-late': {
    status: 422,
    zh: '提醒须在应答复日当天或之前发出。',
    en: 'A reminder is due on the due date or before it.',
  },
  'deadline-supervision.policy-step-early': {
    status: 422,
    zh: '催办和上报不得早于超期。',
    en: 'Nothing is urged or escalated before it is overdue.',
  },
  'deadline-supervision.preview-outdated': {
    status: 409,
    zh: '预览已不再成立，请重新预览后确认。',
    en: 'What was previewed is no longer what would happen; preview again.',
  },
  'deadline-supervision.messages-unanswered': {
    status: 409,
    zh: '督办的留言尚未答复，不能审结：{numbers}。',
    en: 'Messages of the order are not answered yet; it cannot be accepted: {numbers}.',
  },
  'deadline-supervision.move-under-way': {
    status: 409,
    zh: '该渠道的办件正在调整，请待其完成。',
    en: 'Deadlines of this channel are still being moved; wait until that is finished.',
  },
  'deadline-supervision.notice-out-of-turn': {
    status: 409,
    zh: '只能载入下一年度的节假日安排，或对已载入年度的调整。',
    en: 'Only the notice of the next year can be loaded, or an amendment of a year that is loaded.',
  },
  'deadline-supervision.notice-inconsistent': {
    status: 422,
    zh: '该通知的日期重复，或不属于其年度，或未变更任何安排。',
    en: 'The notice lists a day twice, or one that is not of its year.',
  },
  'deadline-supervision.hot-issue-merged': {
    status: 409,
    zh: '该热点问题已并入另一个热点问题，请在那里处理。',
    en: 'This hot issue was merged into another one; decide there.',
  },
  'deadline-supervision.hot-issue-takes-none': {
    status: 409,
    zh: '目标热点问题就是它自己，或者已并入其他热点问题，不能接收留言。',
    en: 'The other hot issue is this one, or was merged itself, and takes nothing in.',
  },
  'deadline-supervision.hot-issue-not-its-messages': {
    status: 409,
    zh: '所列留言须全部属于该热点问题，且不能是它的全部留言。',
    en: 'These must all be messages of this hot issue, and not all of its messages.',
  },
  'deadline-supervision.answer-by-passed': {
    status: 409,
    zh: '反馈时限须晚于今天，请先修改。',
    en: 'The date by which to answer has come or passed; name a later one.',
  },
  'deadline-supervision.circular-period-taken': {
    status: 409,
    zh: '该时段已有通报，一个时段只印发一份。',
    en: 'This period has its circular already.',
  },
  'deadline-supervision.document-incomplete': {
    status: 409,
    zh: '文稿尚不完整，不能签发：{fields}。',
    en: 'The document cannot be signed before it is complete: {fields}.',
  },
  'deadline-supervision.lead-unit-only': {
    status: 403,
    zh: '只有主办单位可以签收、反馈和申诉。',
    en: 'The lead unit alone acknowledges, answers and objects.',
  },
  'deadline-supervision.message-unknown': {
    status: 409,
    zh: '所列留言中有尚未受理登记的。',
    en: 'One of these messages is not registered.',
  },
  'deadline-supervision.idempotency-key-reused': {
    status: 409,
    zh: '同一个幂等键已用于另一个请求。',
    en: 'This Idempotency-Key was used for another request.',
  },
  'deadline-supervision.drafter-cannot-sign': {
    status: 409,
    zh: '拟稿人不能签发自己的文稿，请由其他工作人员签发。',
    en: 'Whoever wrote it last may not sign it; somebody else signs.',
  },
  'deadline-supervision.not-in-this-state': {
    status: 409,
    zh: '目前状态（{state}）下不能这样办理。',
    en: 'This cannot be done as things stand ({state}).',
  },
  'deadline-supervision.unit-unknown': {
    status: 409,
    zh: '单位名录中没有所填单位。',
    en: 'The registry has no such unit.',
  },
  'deadline-supervision.not-addressed-to-you': {
    status: 403,
    zh: '这份上报不是发给您所在机构的，不能由您签收。',
    en: 'This escalation is addressed to another office, which alone can acknowledge it.',
  },
  'deadline-supervision.own-unit-only': {
    status: 403,
    zh: '您只能查看本单位的情况。',
    en: 'You can see your own unit alone.',
  },
  'deadline-supervision.briefing-month-not-over': { status: 409, zh: '当月尚未结束，请在月末之后上报。', en: 'The month is not over; send it up after its end.' },
  'deadline-supervision.briefing-not-submitted': { status: 409, zh: '这份归纳材料尚未上报，或已办结。', en: 'The briefing has not been sent up, or has been dealt with.' },
  'deadline-supervision.briefing-submitted': { status: 409, zh: '本月归纳材料已经上报；需要修改的，请信息办退回后重报。', en: 'It has been sent up; to change it, let the information office give it back.' },
  'deadline-supervision.period-not-closed': {
    status: 404,
    zh: '该期统计尚未定期。',
    en: 'The figures of this period are not closed.',
  },
  'deadline-supervision.correction-id-reused': { status: 409, zh: '这个更正编号已用于另一次更正。', en: 'The correctionId belongs to another correction.' },
  'deadline-supervision.correction-under-way': { status: 409, zh: '该期统计的上一次更正正在重算，请稍后再试。', en: 'The correction before is still being counted; try again later.' },
  'deadline-supervision.nothing-to-correct': { status: 409, zh: '定期之后没有得知截止时间以前的新情况，该期统计无需更正。', en: 'Nothing that had happened before the cut-off was heard since: there is nothing to correct.' },
  'deadline-supervision.period-reversed': {
    status: 400,
    zh: '起始日期不能晚于截止日期。',
    en: 'The period begins after it ends.',
  },
  'deadline-supervision.too-many-webhooks': {
    status: 409,
    zh: '本机构的回调地址已达上限，请先删除不用的。',
    en: 'The office has as many webhook endpoints as it may have; delete one first.',
  },
  'deadline-supervision.webhook-url-refused': {
    status: 400,
    zh: '不接受该回调地址：须为可解析到公网地址的 https 地址，且不含用户名和密码。',
    en: 'This webhook address is refused: it must be https, resolve to public addresses, and hold no credentials.',
  },
  'deadline-supervision.webhook-url-taken': {
    status: 409,
    zh: '本机构已登记过该回调地址。',
    en: 'The office has another webhook endpoint with this address.',
  },
  'deadline-supervision.too-many-streams': {
    status: 503,
    zh: '同时打开的上报推送流过多，请稍后再连接。',
    en: 'As many streams of escalations are open as may be; connect again later.',
  },
});
export type SupervisionProblemCode = keyof typeof problem.catalogue;
