import type { DocumentKind } from '../../../parts/document/document-kind.js';
import { chineseDates, instantWords } from '../../../words.js';

const unitName = (unit: unknown) => (unit as { name: string } | null)?.name ?? '尚未确定单位';

/** 重大事项: flagged by whoever sees it, reported upwards by an office, its receipt noted. */
export const majorMatterKind: DocumentKind = {
  path: 'major-matters',
  title: '重大事项',
  empty: '没有重大事项。',
  states: { flagged: '待上报', reported: '已上报', received: '已接收', withdrawn: '已撤回' },
  begins: { roles: ['supervision-office', 'information-office', 'web-admin', 'principal'], title: '标为重大' },
  draft: [
    { name: 'messageId', label: '留言', kind: 'message', required: true },
    { name: 'reason', label: '列为重大事项的理由', kind: 'text', longest: 2_000, required: true, empty: 'omit' },
  ],
  deeds: [
    { action: 'report', resource: 'reports', title: '签发上报', isPrimary: true, fields: [{ name: 'report', label: '报告正文', kind: 'text', longest: 8_000, required: true, hint: '报告只陈述情况，不夹带请示事项；结尾“特此报告”由系统加上。' }], consequence: '签发后取得文号，由您签发。' },
    {
      action: 'receive', resource: 'receipts', title: '登记接收', isPrimary: true,
      fields: [
        { name: 'receivedBy', label: '接收人或单位', kind: 'line', longest: 100, required: true },
        { name: 'receivedOn', label: '接收日期', kind: 'date', required: true },
        { name: 'reference', label: '对方文号', kind: 'line', longest: 100 },
        { name: 'instruction', label: '批示', kind: 'text', longest: 2_000 },
      ],
    },
    { action: 'withdraw', resource: 'withdrawals', title: '撤回', fields: [{ name: 'reason', label: '理由', kind: 'text', longest: 1_000, required: true }] },
  ],
  line: (row) => ({ title: `${String(row.messageNumber)} ${unitName(row.unit)}`, meta: row.dueOn ? `应于${chineseDates.full(String(row.dueOn))}前上报` : `${instantWords(new Date(String(row.flaggedAt)))}标记` }),
  facts: (one) => [
    ['留言', String(one.messageNumber)], ['单位', unitName(one.unit)], ['列为重大事项的理由', String(one.reason)], ['签发人', one.signatory ?? '尚未上报'],
    ...receipt(one.receipt as { receivedBy: string; receivedOn: string; instruction: string | null } | null),
  ],
};

const receipt = (found: { receivedBy: string; receivedOn: string; instruction: string | null } | null): [string, string][] =>
  found === null ? [] : [['接收', `${found.receivedBy}，${chineseDates.full(found.receivedOn)}`], ['批示', found.instruction ?? '无']];
