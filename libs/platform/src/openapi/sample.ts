import { sample } from 'openapi-sampler';
import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Record<string, unknown>;

/** What fields of this name hold, where their schema does not say more than that it is text. */
const texts: Readonly<Record<string, string | readonly string[]>> = {
  about: 'HN20260918-0042', at: '17:30', after: '42', failed: '42', fromMonth: '2026-01', month: '2026-09', percent: '92.40', toMonth: '2026-09', workingHours: '09:00-17:30', address_string: '民主路12号', aliases: '城管局', commitment: '2026年底前完成照明改造。', connector: 'push', deliveryId: '4918237465', duties: '路灯维护', formerNames: '市市容管理局', grounds: '来信反映事项已由法院受理。', lastReason: 'HTTP 503', missing: '办理结果', process: '9月19日现场查看，9月20日修复。', settledReason: '已电话核实。', stream: 'ROUTING', website: 'https://city.example', quote: '和平路路灯将于10月底前全部更换。', acknowledgedBy: '张敏', act: '分派', addressees: '各县区人民政府，市直各单位', addressedUnit: 'CG', address: '民主路12号', advised: '本件已于9月22日公开答复。', analysis: '来信集中反映夜间照明不足。',
  answer: '市民您好：和平路12盏路灯已于9月20日全部修复。', answeredBy: '张敏', areas: '市容环境、路灯照明', basis: '《淮南市网络问政工作办法》', by: '张敏', calendarVersion: '2026', citation: '淮府办〔2011〕118号', city: '淮南市', clerk: '张敏', closingReason: '账号停用',
  closeOfBusiness: '17:30', code: ['CG', 'lighting'], contact: '0554-6678000', contentType: 'image/jpeg', contribution: '路灯供电线路由我单位检修。', coUnits: 'GD', copies: '市政府督查室', decidedBy: '张敏', decisionReason: '情况属实，同意办理。', delay: '供货厂家延迟交货', deputy: '李强', description: '和平路从一中到邮局的路灯连续三晚不亮。', detail: '所填内容有误，请修改后重试。',
  did: '分派', displayName: '网友小李', duty: '路灯维护', en: 'in charge of street lighting', externalId: 'post-20260918-17', externalThreadId: 'thread-20260918-3', finding: '答复未写明办理结果。', for: '市城市管理局', from: 'CG', guidance: '请向市住房公积金管理中心反映。', group: 'direct', impact: '影响沿线居民夜间出行', instruction: '请于3个工作日内办结并反馈。',
  item: '路灯修复', key: 'lighting', kind: 'complaint', label: '市民论坛', location: '市政务服务中心三楼会议室', matter: '和平路路灯维修', messageNumber: 'HN20260918-0042', name: '市城市管理局', next: '42', note: '已电话联系来信人。', number: ['HN20260918-0042', '国办发明电〔2025〕7号'], opinion: '同意', outcome: '已办结', paper: '淮督〔2026〕12号',
  parent: 'ZF', period: '2026-09', phone: '13900000000', position: '42', phones: '0554-6678000', place: '市政务服务中心三楼会议室', post: '局长', preview: '和平路从一中到邮局的路灯连续三晚不亮。', proposal: '列入年度改造计划', purpose: '核实路段位置', quick: '请补充办理结果。', reason: '路段属其管养范围。', reasons: '路段属其管养范围。', receivedBy: '张敏', reference: '淮数函〔2026〕7号', remarks: '按时',
  report: '已督促承办单位于9月22日答复。', requester: '市城市管理局', requirement: '请于9月24日前答复。', roles: 'web-admin', rulingReason: '内容重复，已并入前一件办理。', sentence: '应于2026年9月22日（星期二）24时前答复，还有2个工作日。', sessionId: '2026-11-interview', signatory: '王建国', situation: '主次干道共有36处照明不足。', source: 'board', subject: 'HN20260918-0042', subjects: 'HN20260918-0042', submittedBy: '张敏',
  suggestedUnit: 'CG', summary: '和平路路灯不亮', task: '检修供电线路', term: '路灯', text: '和平路从一中到邮局的路灯连续三晚不亮，请派人维修。', theme: '城市照明', title: '和平路夜间路灯不亮', to: 'CG', topic: '夜间照明与路灯维护', trackingCode: 'K7MD-2QXT-9HVB-4RWE-P', unit: 'CG', unitCode: 'CG', version: '2026', words: '应于9月22日（星期二）24时前答复', writtenByName: '张敏', zh: '负责路灯维护',
};
const formats: Readonly<Record<string, string>> = { 'date-time': '2026-09-18T15:20:00+08:00', date: '2026-09-22', email: 'office@city.example', uri: 'https://city.example/path' };

/** An example of what a schema describes, the same at every time. It is made, not recorded: a schema's own `examples` go before. */
export function sampleOf(schema: object, document: OpenAPIObject): unknown {
  return sample(worded(schema, null) as object, { quiet: true, enablePatterns: true }, { components: worded(document.components, null) as object });
}

/** With examples where there are none. @param name of the field that it is */
function worded(node: unknown, name: string | null): unknown {
  if (Array.isArray(node)) return node.map((one) => worded(one, name));
  if (typeof node !== 'object' || node === null) return node;
  const schema = node as Schema;
  const described = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, keyword === 'properties' ? Object.fromEntries(Object.entries(value as Schema).map(([field, one]) => [field, worded(one, field)])) : worded(value, keyword === 'items' || keyword === 'anyOf' || keyword === 'oneOf' ? name : null)]),
  );
  const example = exampleOf(schema, name);
  return example === undefined ? described : { ...described, examples: [example] };
}

function exampleOf({ type, format, pattern, enum: values, const: constant, examples, minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity }: Schema, name: string | null): unknown {
  if (values !== undefined || constant !== undefined || examples !== undefined) return undefined;
  if (type === 'integer') return (minimum as number) <= 3 && (maximum as number) >= 3 ? 3 : undefined;
  if (![type].flat().includes('string')) return undefined;
  const known = [format === undefined ? (texts[name ?? ''] ?? (name?.endsWith('Reason') ? texts['reason'] : undefined)) : formats[format as string]].flat();
  const fits = (text: string | undefined): boolean => text !== undefined && text.length >= (minLength as number) && text.length <= (maxLength as number) && (format !== undefined || pattern === undefined || new RegExp(pattern as string, 'u').test(text));
  return known.find(fits);
}
