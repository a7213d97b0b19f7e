import { defineProblems } from '@wenzheng/platform';
import { rulesProblems } from './rulebook/rules.problems.js';

export const problem = defineProblems({
  ...rulesProblems,
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
  'deadline-supervision.period-not-closed': {
    status: 404,
    zh: '该期统计尚未定期。',
    en: 'The figures of this period are not closed.',
  },
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
