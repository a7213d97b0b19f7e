import type { DocumentKind } from '../../../parts/document/document-kind.js';
import { chineseDates } from '../../../words.js';

const unitName = (unit: unknown) => (unit as { name: string } | null)?.name ?? '尚未确定单位';

/** 移送监察机关: both grounds, 推诿拖延 and 影响, with their evidence before it is signed. */
export const referralKind: DocumentKind = {
  path: 'referrals',
  title: '移送',
  empty: '没有移送。',
  states: { draft: '草稿', signed: '已移送', concluded: '已办结', cancelled: '已撤销' },
  begins: { roles: ['supervision-office'], title: '拟制移送函' },
  draft: [
    { name: 'title', label: '事由', kind: 'line', longest: 200, required: true, empty: 'omit' },
    { name: 'unit', label: '责任单位', kind: 'unit', blank: '签发前填写' },
    { name: 'messageIds', label: '所涉留言', kind: 'messages', blank: '签发前填写' },
    { name: 'delay', label: '推诿拖延的事实', kind: 'text', longest: 4_000, blank: '签发前填写', hint: '两项依据缺一不可。' },
    { name: 'impact', label: '造成的影响', kind: 'text', longest: 4_000, blank: '签发前填写', hint: '两项依据缺一不可。' },
    { name: 'proposal', label: '处理建议', kind: 'text', longest: 2_000 },
    { name: 'copies', label: '抄送', kind: 'lines', hint: '一行一个。' },
  ],
  deeds: [
    { action: 'sign', resource: 'signatures', title: '签发移送', fields: [], fixed: {}, isPrimary: true, consequence: '签发后取得文号并移送监察机关，所涉留言的办理档案随函固定。' },
    {
      action: 'conclude', resource: 'outcomes', title: '反馈处理结果', isPrimary: true,
      fields: [{ name: 'outcome', label: '处理结果', kind: 'text', longest: 4_000, required: true }, { name: 'decidedOn', label: '决定日期', kind: 'date', required: true }],
    },
    { action: 'cancel', resource: 'cancellations', title: '不予移送／撤销', fields: [{ name: 'reason', label: '理由', kind: 'text', longest: 1_000, required: true }] },
  ],
  line: (row) => ({ title: String(row.title), meta: `${unitName(row.unit)} · ${(row.messageIds as string[]).length}件` }),
  facts: (one) => [
    ['责任单位', unitName(one.unit)],
    ['签发人', one.signatory ?? '尚未签发'],
    ['推诿拖延', (one.delay as string | null) ?? '尚未写明'],
    ['影响', (one.impact as string | null) ?? '尚未写明'],
    ...outcome(one.outcome as { outcome: string; decidedOn: string } | null),
  ],
};

const outcome = (found: { outcome: string; decidedOn: string } | null): [string, string][] => (found === null ? [] : [['处理结果', `${chineseDates.full(found.decidedOn)}：${found.outcome}`]]);
