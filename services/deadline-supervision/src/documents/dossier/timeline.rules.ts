import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, invalidityGroundWords, ratingWords, roleWords, stepWords } from '@wenzheng/wording';
import type { FactType } from '../../deadline/fact.rules.js';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';
import type { Entry } from './dossier.schema.js';

/** What is kept of an event about the message. */
export interface FactRow {
  eventId: string;
  type: FactType;
  sequence: number;
  time: Date;
  data: Record<string, unknown> & { unit?: { name: string } | null };
}

/** A step of the ladder that was done, by the rule of the policy that is pinned. */
export interface StepRow {
  step: LadderStep;
  dueAt: Date;
  firedAt: Date;
  withdrawnAt: Date | null;
}
export interface StepRule {
  requirement: string;
  zh: string;
  policyVersion: string;
}

export interface EscalationRow {
  id: string;
  level: number;
  to: string;
  raisedAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  note: string | null;
  withdrawnAt: Date | null;
  passedOnAt: Date | null;
  /** To whom it went first. */
  passedOnFrom: string | null;
  cause: { kind: string; id: string } | null;
}

export interface ActRow {
  kind: 'urging-order' | 'referral' | 'major-matter';
  documentId: string;
  ordinal: number;
  act: string;
  by: string;
  at: Date;
  details: Record<string, unknown>;
}

export interface Known {
  facts: readonly FactRow[];
  steps: readonly StepRow[];
  ruleOf: (step: LadderStep) => StepRule | null;
  escalations: readonly EscalationRow[];
  acts: readonly ActRow[];
}

/** Everything that is known of a message, in the order in which it happened; the same record gives the same timeline. */
export function timelineOf({ facts, steps, ruleOf, escalations, acts }: Known): Entry[] {
  const entries = [...asShown(facts).map(factEntry), ...steps.flatMap((step) => stepEntries(step, ruleOf)), ...escalations.flatMap(escalationEntries), ...acts.map(actEntry)];
  const place = ({ at, proof, what }: Entry) => `${at} ${proof.service === 'deadline-supervision' ? 1 : 0} ${String(proof.sequence ?? 0).padStart(9, '0')} ${proof.id} ${what}`;
  return entries.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** Whose words a fact has. */
const wordsOf: Partial<Record<FactType, string>> = {
  'extension-submitted': 'extensionId', 'extension-published': 'extensionId', 'ruled-invalid': 'rulingId', 'objection-decided': 'objectionId', transferred: 'transferId', 'renewal-ordered': 'renewalId', 'renewal-declined': 'ratingId',
};

/** Notices and decisions read as they are shown now: what was hidden of them since stands in no paper that is made from then on. */
function asShown(facts: readonly FactRow[]): FactRow[] {
  const hidden = facts.filter(({ type }) => type === 'text-hidden').toSorted((a, b) => a.sequence - b.sequence);
  const shown = (name: 'reason' | 'guidance') => new Map(hidden.flatMap(({ data }) => (data[name] === undefined ? [] : [[data['partId'], data[name]]])));
  const [reasons, guidance] = [shown('reason'), shown('guidance')];
  return facts.map((fact) => {
    // What one hiding left may be hidden by the next: the words stand with the decision alone.
    if (fact.type === 'text-hidden') return { ...fact, data: Object.fromEntries(Object.entries(fact.data).filter(([name]) => name !== 'reason' && name !== 'guidance')) };
    const id = fact.data[wordsOf[fact.type] ?? ''];
    return { ...fact, data: { ...fact.data, ...(reasons.has(id) && { reason: reasons.get(id) }), ...(guidance.has(id) && { guidance: guidance.get(id) }) } };
  });
}

const owners: Record<FactType, Entry['proof']['service']> = {
  registered: 'intake', 'reply-delivered': 'intake', 'reply-delivery-failed': 'intake',
  assigned: 'routing', returned: 'routing', designated: 'routing', 'reply-submitted': 'routing', 'extension-submitted': 'routing',
  'session-scheduled': 'intake', 'session-postponed': 'intake', 'session-cancelled': 'intake',
  'reply-returned': 'publication', 'reply-published': 'publication', 'extension-published': 'publication',
  'ruled-invalid': 'routing', 'objection-decided': 'routing', transferred: 'routing', 'co-handled': 'routing', merged: 'routing', unmerged: 'routing', 'renewal-ordered': 'routing', 'renewal-declined': 'routing', withdrawn: 'intake', rated: 'intake',
  'visibility-changed': 'publication', 'text-hidden': 'publication',
};

const regulation = (requirement: string, zh: string): Entry['rule'] => ({ requirement, zh, policyVersion: null });
const rules: Partial<Record<FactType, Entry['rule']>> = {
  registered: regulation('R09', '受理登记之日为第0日（民法典第二百零一条）'),
  'session-scheduled': regulation('R09', '会前、会中的提问以会期当日为第0日'),
  'session-postponed': regulation('R09', '推迟一次，至多20个工作日，以推迟后的会期当日为第0日'),
  'session-cancelled': regulation('R09', '取消前的提问以取消之日为第0日'),
  'reply-submitted': regulation('R09', '单位按时：以提交时间为准'),
  'reply-published': regulation('R09', '以单位名义公开答复，计时停止'),
  'ruled-invalid': regulation('R04', '无效认定：理由、引导和异议办法告知留言人，计时停止'),
  'objection-decided': regulation('R04', '异议成立的，恢复办理，时限不变'),
  transferred: regulation('R04', '转出并取得回执，计时停止'),
  'extension-submitted': regulation('R10', '须在3个工作日内作出说明'),
  'extension-published': regulation('R10', '须在网上作出说明，公开之时生效'),
};

function factEntry({ eventId, type, sequence, time, data }: FactRow): Entry {
  // Who wrote is nobody's business here.
  const details = Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'authorHash'));
  return {
    at: time.toISOString(), what: type, zh: factWords(type, data), by: data.unit?.name ?? owners[type], rule: data['corrects'] || data['supplements'] || data['renews'] ? null : (rules[type] ?? null), details,
    proof: { service: owners[type], id: eventId, sequence },
  };
}

function factWords(type: FactType, data: FactRow['data']): string {
  const unit = data.unit?.name ?? '承办单位';
  const reply = data['renews'] ? '二次办理答复（另行计时）' : data['corrects'] ? '更正（不改变时限）' : data['supplements'] ? '补充（不改变时限）' : data['interim'] ? '阶段性回复（不计为答复）' : '答复';
  const because = data['reason'] ? `（${String(data['reason'])}）` : '';
  switch (type) {
    case 'registered':
      return `受理登记（${channelWords.zh[data['channel'] as keyof typeof channelWords.zh]}）`;
    case 'assigned':
      return `分派至${unit}${because}`;
    case 'returned':
      return `${unit}退回${because}`;
    case 'designated':
      return `指定${unit}承办${because}`;
    case 'reply-submitted':
      return `${unit}提交${reply}`;
    case 'reply-returned':
      return `${reply}未通过公开审核，退回${unit}`;
    case 'reply-published':
      return `公开${unit}的${reply}`;
    case 'reply-delivered':
      return '答复已送达留言人';
    case 'reply-delivery-failed':
      return '答复未能送达留言人';
    case 'session-scheduled':
      return `安排${channelWords.zh[data['channel'] as keyof typeof channelWords.zh]}${String(data['sessionNumber'])}，${sessionDay(data)}举行`;
    case 'session-postponed':
      return `访谈（座谈会）推迟至${sessionDay(data)}${because}`;
    case 'session-cancelled':
      return `访谈（座谈会）取消${because}`;
    case 'ruled-invalid':
      return `认定无效：${invalidityGroundWords.zh[data['ground'] as keyof typeof invalidityGroundWords.zh]}${because}`;
    case 'objection-decided':
      return `异议${data['outcome'] === 'upheld' ? '成立，恢复办理' : '不成立'}${because}`;
    case 'transferred':
      return `转出至${(data['to'] as { name: string }).name}${because}`;
    case 'co-handled':
      return `确定${(data['lead'] as { name: string }).name}主办`;
    case 'merged':
      return `并入${(data['into'] as { messageNumber: string }).messageNumber}办理，时限不变${because}`;
    case 'unmerged':
      return `恢复单独办理${because}`;
    case 'renewal-ordered':
      return `信息办决定由${unit}二次办理${data['dueOn'] ? `，${dateWords(String(data['dueOn']))}前答复` : ''}${because}`;
    case 'renewal-declined':
      return `信息办决定不再二次办理${because}`;
    case 'withdrawn':
      return '留言人撤回';
    case 'visibility-changed':
      return contentWords[String(data['visibility'])] ?? '公开状态变化';
    case 'text-hidden':
      return '公开的文字中有内容隐去或恢复';
    case 'rated':
      return `留言人评价：${ratingWords.zh[data['rating'] as keyof typeof ratingWords.zh]}`;
    case 'extension-submitted':
      return `${unit}提交延期说明，拟延至${dateWords(String(data['newDueOn']))}${because}`;
    case 'extension-published':
      return `公开${unit}的延期说明，延至${dateWords(String(data['newDueOn']))}${because}`;
  }
}

const contentWords: Readonly<Record<string, string>> = { public: '内容公开', private: '内容设为不公开', held: '内容审核中，暂不公开', 'taken-down': '内容撤下' };

const sessionDay = (data: FactRow['data']): string => dateWords(businessDateOf(new Date(String(data['startsAt']))));

function stepEntries({ step, dueAt, firedAt, withdrawnAt }: StepRow, ruleOf: Known['ruleOf']): Entry[] {
  const common = { by: 'rule', rule: ruleOf(step), details: { dueAt: dueAt.toISOString() }, proof: { service: 'deadline-supervision' as const, id: step, sequence: null } };
  const fired = { ...common, at: firedAt.toISOString(), what: `step.${step}`, zh: stepWords.zh[step] };
  return withdrawnAt ? [fired, { ...common, at: withdrawnAt.toISOString(), what: `step.${step}.withdrawn`, zh: `撤销：${stepWords.zh[step]}` }] : [fired];
}

const officeWords: Readonly<Record<string, string>> = roleWords.zh;

function escalationEntries({ id, level, to, raisedAt, acknowledgedAt, acknowledgedBy, note, withdrawnAt, passedOnAt, passedOnFrom, cause }: EscalationRow): Entry[] {
  const first = officeWords[passedOnFrom ?? to] ?? to;
  const rule = regulation(level === 3 ? 'R24' : 'R22', `${level}级上报${first}`);
  const entry = (at: Date, what: string, zh: string, by: string, details: object): Entry => ({
    at: at.toISOString(), what: `escalation.${what}`, zh, by, rule, details: { ...details }, proof: { service: 'deadline-supervision', id, sequence: null },
  });
  return [
    entry(raisedAt, 'raised', `${level}级上报${first}`, 'rule', { cause }),
    ...(passedOnAt ? [entry(passedOnAt, 'passed-on', `${first}未按时签收，转报${officeWords[to] ?? to}`, 'rule', {})] : []),
    ...(acknowledgedAt ? [entry(acknowledgedAt, 'acknowledged', `${officeWords[to] ?? to}签收上报`, acknowledgedBy ?? to, { note })] : []),
    ...(withdrawnAt ? [entry(withdrawnAt, 'withdrawn', `撤销${level}级上报`, 'rule', {})] : []),
  ];
}

const documentWords = { 'urging-order': ['督办单', 'R22'], referral: ['移送', 'R24'], 'major-matter': ['重大问题', 'R20'] } as const;
const actWords: Record<string, string> = {
  draft: '拟稿', revise: '修改', sign: '签发', serve: '送达', acknowledge: '签收', answer: '办理反馈', accept: '审结', return: '退回重办', cancel: '撤销', object: '申诉',
  uphold: '申诉成立', dismiss: '申诉不成立', climb: '无人签收或反馈，上报', conclude: '记录处理结果', flag: '标记', report: '报市政府', receive: '收到回执', withdraw: '撤销标记', lapse: '逾期未报',
};

function actEntry({ kind, documentId, ordinal, act, by, at, details }: ActRow): Entry {
  const [words, requirement] = documentWords[kind];
  return {
    at: at.toISOString(), what: `${kind}.${act}`, zh: `${words}：${actWords[act] ?? act}${details['number'] ? ` ${String(details['number'])}` : ''}`, by, rule: regulation(requirement, words), details,
    proof: { service: 'deadline-supervision', id: documentId, sequence: ordinal },
  };
}
