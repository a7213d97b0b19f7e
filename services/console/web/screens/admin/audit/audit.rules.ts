import { instantWords, roleWords, visibilityWords } from '../../../words.js';

const nouns: Readonly<Record<string, string>> = {
  contact: '联系方式', unit: '单位', person: '人员', deputy: '代签', registry: '名录', duty: '派单目录', duties: '派单目录', 'sign-off-policy': '签发规则', 'review-policy': '审核规则', policy: '时限规则',
  'calendar-notice': '放假安排', paper: '文稿', text: '公开文字', message: '留言', dispute: '派单异议', escalation: '上报', 'hot-issue': '热点问题', briefing: '归纳上报', 'urging-order': '督办单', circular: '通报',
  referral: '移送', 'major-matter': '重大事项', ruling: '认定', objection: '异议', transfer: '转出', 'dead-letter': '被拒绝的事件', outbox: '事件', identity: '身份', 'co-task': '协办', export: '导出', 'channel-key': '渠道密钥', board: '时限看板', webhook: '回传地址', 'audit-log': '审计日志',
};
const verbs: Readonly<Record<string, string>> = {
  read: '查看', changed: '修改', created: '新增', ended: '终止', removed: '移除', named: '指定', imported: '导入', exported: '导出', revised: '修订', ruled: '裁定', decided: '决定', applied: '施行', loaded: '录入', signed: '签发',
  asked: '提出', accepted: '接受', answered: '反馈', declined: '不接受', overruled: '决定仍由其', 'decline-upheld': '同意不参与',
  hidden: '隐去', restored: '恢复', merged: '并入', unmerged: '撤销并单', split: '分出', titled: '改标题', confirmed: '确认', dismissed: '不予采纳', rejected: '不成立', acknowledged: '签收', submitted: '报送', replayed: '重放',
  republished: '重新发布', 'day-begun': '按日生效', 'file-applied': '随文件生效', made: '新建', 'shown-again': '再次显示', rotated: '轮换', revoked: '吊销', registered: '登记', tested: '测试', requested: '申请', granted: '批准', refused: '不批准',
};

/** `contact.read` as people say it; a deed that has no words here is named as the log names it. */
export function deedWords(did: string): string {
  const [noun = '', verb = ''] = did.split('.');
  return nouns[noun] !== undefined && verbs[verb] !== undefined ? `${verbs[verb]}${nouns[noun]}` : did;
}

/** The same the other way: a deed that was named in words, as the log names it. */
function deedOf(said: string): string {
  for (const [verb, verbWord] of Object.entries(verbs)) {
    const noun = said.startsWith(verbWord) && Object.keys(nouns).find((each) => nouns[each] === said.slice(verbWord.length));
    if (noun) return `${noun}.${verb}`;
  }
  return said;
}

const factWords: Readonly<Record<string, string>> = {
  fields: '所看的项目', purpose: '目的', reason: '理由', readingId: '查阅编号', requestId: '申请编号', name: '名称', state: '状态', unit: '单位', posts: '岗位', post: '岗位', from: '自', to: '至', number: '文号',
  visibility: '公开方式', title: '标题', code: '代码', parent: '上级单位', level: '层级', steps: '签发步骤', deputy: '代签人', eventId: '事件编号', messageId: '留言', words: '词', areas: '地域', successor: '接续单位', channel: '渠道', label: '交给', overlapHours: '旧密钥再用小时', host: '主机', count: '件数', by: '接替的密钥',
};

type Facts = Record<string, unknown> | null;
export type Change = [name: string, before: string | undefined, after: string | undefined];

/** Of fields of the vault, and of what is public. */
const valueWords: Readonly<Record<string, string>> = { authorExternalId: '渠道账号', displayName: '姓名', phone: '电话', email: '电子邮箱', ...visibilityWords.zh };

const words = (value: unknown): string | undefined => (value === undefined || value === null ? undefined : Array.isArray(value) ? value.map((each) => words(each)).join('、') : typeof value === 'string' ? (valueWords[value] ?? value) : JSON.stringify(value));

/** What stood before and what stands now, where they differ; then what was said with it. */
export function changesOf({ before, after, details }: { before: Facts; after: Facts; details: Facts }): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.map((name): Change => [factWords[name] ?? name, words(before?.[name]), words(after?.[name])]).filter(([, one, other]) => one !== other);
  const said = Object.entries(details ?? {}).map(([name, value]): Change => [factWords[name] ?? name, undefined, words(value)]).filter(([, , value]) => value !== undefined);
  return [...changed, ...said];
}

/** What was typed, as the log is asked: what was left empty is not asked for. */
export function choiceOf(typed: Record<string, string>): Record<string, string> {
  const said = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''));
  return said.did === undefined ? said : { ...said, did: deedOf(said.did) };
}

interface Entry {
  position: string;
  at: string;
  by: string;
  roles: readonly string[];
  did: string;
  about: string;
  before: Facts;
  after: Facts;
  details: Facts;
}

const roleWord = (role: string): string => (role in roleWords.zh ? roleWords.zh[role as keyof typeof roleWords.zh] : role);
/** Whoever has no role is a program. */
export const rolesOf = (roles: readonly string[]): string => roles.map(roleWord).join('、') || '系统';

const changeWords = ([name, before, after]: Change): string => `${name}：${[before, after].filter((value) => value !== undefined).join(' → ')}`;

/** A choice of the log as a sheet, in the words of the screen; what it was named in the log stands beside. */
export const auditSheet = (service: string, entries: readonly Entry[]): string[][] => [
  ['服务', '序号', '时间', '何人', '岗位', '何事', '代码', '关于', '内容'],
  ...entries.map((entry) => [
    service, entry.position, instantWords(new Date(entry.at)), entry.by, rolesOf(entry.roles), deedWords(entry.did), entry.did, entry.about, changesOf(entry).map(changeWords).join('；'),
  ]),
];
