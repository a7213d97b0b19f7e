import type { DocumentKind } from '../../../parts/document/document-kind.js';
import { chineseDates } from '../../../words.js';

const period = (row: Record<string, unknown>) => `${chineseDates.full(String(row.from))}至${chineseDates.full(String(row.to))}`;

/** 通报: computed tables are locked, the analysis is free. */
export const circularKind: DocumentKind = {
  path: 'circulars',
  title: '通报',
  empty: '没有通报。',
  states: { draft: '草稿', signed: '已签发', issued: '已印发', cancelled: '已撤销' },
  begins: { roles: ['supervision-office'], title: '拟制通报' },
  draft: [
    { name: 'from', label: '期间自', kind: 'date', required: true, empty: 'omit' },
    { name: 'to', label: '期间至', kind: 'date', required: true, empty: 'omit' },
    { name: 'title', label: '标题', kind: 'line', longest: 200, required: true, empty: 'omit' },
    { name: 'analysis', label: '情况分析', kind: 'text', longest: 8_000, required: true, empty: 'omit', hint: '各单位的数据由系统计算，附在后面，不能改动。' },
    { name: 'requirement', label: '下步要求', kind: 'text', longest: 4_000 },
    { name: 'addressees', label: '主送', kind: 'lines', hint: '一行一个。' },
    { name: 'copies', label: '抄送', kind: 'lines', hint: '一行一个。' },
  ],
  deeds: [
    { action: 'sign', resource: 'signatures', title: '签发', fields: [], fixed: {}, isPrimary: true, consequence: '签发后取得文号，数据以签发时为准，不能再改。' },
    { action: 'issue', resource: 'issues', title: '印发', isPrimary: true },
    { action: 'cancel', resource: 'cancellations', title: '不予签发／撤销', fields: [{ name: 'reason', label: '理由', kind: 'text', longest: 1_000, required: true }] },
  ],
  line: (row) => ({ title: String(row.title), meta: period(row) }),
  facts: (one) => [['期间', period(one)], ['签发人', one.signatory ?? '尚未签发'], ['单位', `${(one.figures as { units: unknown[] }).units.length}个`]],
};
