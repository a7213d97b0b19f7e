import type { DocumentKind } from '../../../parts/document/document-kind.js';
import type { Field } from '../../../parts/form/fields.rules.js';
import { chineseDates, replyResultWords } from '../../../words.js';

const reason: Field = { name: 'reason', label: '理由', kind: 'text', longest: 1_000, required: true };
const results = Object.entries(replyResultWords.zh);
const unitName = (unit: unknown) => (unit as { name: string } | null)?.name ?? '尚未确定主送单位';
const dateOr = (date: unknown, otherwise: string) => (typeof date === 'string' ? chineseDates.full(date) : otherwise);

/** 督办单: 拟稿 → 签发 → 送达 → 签收 → 办理反馈 → 审结. */
export const orderKind: DocumentKind = {
  path: 'urging-orders',
  title: '督办单',
  empty: '没有督办单。',
  states: { draft: '草稿', signed: '已签发', served: '已送达', acknowledged: '已签收', answered: '已反馈', accepted: '已审结', returned: '退回重办', cancelled: '已撤销' },
  begins: { roles: ['supervision-office'], title: '拟制督办单' },
  draft: [
    { name: 'title', label: '事由', kind: 'line', longest: 200, required: true, empty: 'omit' },
    { name: 'unit', label: '主送（主办单位）', kind: 'unit' },
    { name: 'coUnits', label: '协办单位', kind: 'units' },
    { name: 'messageIds', label: '督办事项', kind: 'messages' },
    { name: 'basis', label: '依据', kind: 'text', longest: 1_000, empty: 'omit', hint: '不填时用规定的依据。' },
    { name: 'instruction', label: '领导批示', kind: 'text', longest: 1_000 },
    { name: 'requirement', label: '要求', kind: 'text', longest: 2_000, empty: 'omit', hint: '不填时用规定的要求。' },
    { name: 'answerBy', label: '反馈时限', kind: 'date', hint: '不填时按规定的工作日计算。' },
    { name: 'contact', label: '联系人及电话', kind: 'line', longest: 200, hint: '签发前须填写。' },
    { name: 'copies', label: '抄送', kind: 'lines', hint: '一行一个。' },
  ],
  deeds: [
    { action: 'sign', resource: 'signatures', title: '签发', fields: [], fixed: {}, isPrimary: true, consequence: '签发后取得文号，内容不能再改；落款为您本人签发。' },
    { action: 'serve', resource: 'services', title: '送达', isPrimary: true, consequence: '在工作时间送达承办单位；下班后提交的，上班时自动送达。' },
    { action: 'acknowledge', resource: 'acknowledgements', title: '签收', fields: [], fixed: {}, isPrimary: true, consequence: '签收后按反馈时限报送办理情况。' },
    {
      action: 'answer', resource: 'answers', title: '报送办理情况', isPrimary: true,
      fields: [
        { name: 'process', label: '落实过程', kind: 'text', longest: 2_000, required: true },
        { name: 'situation', label: '基本情况', kind: 'text', longest: 4_000, required: true },
        { name: 'result', label: '办理结果', kind: 'choice', choices: results, required: true },
        { name: 'next', label: '下一步', kind: 'text', longest: 2_000 },
      ],
    },
    { action: 'accept', resource: 'acceptances', title: '审结', fields: [{ name: 'opinion', label: '审结意见', kind: 'text', longest: 1_000 }], isPrimary: true, consequence: '所列留言都已答复的，方可审结。' },
    { action: 'return', resource: 'returns', title: '退回重办', fields: [reason, { name: 'answerBy', label: '新的反馈时限', kind: 'date' }] },
    { action: 'object', resource: 'objections', title: '申诉', fields: [{ name: 'grounds', label: '申诉理由', kind: 'text', longest: 2_000, required: true }], consequence: '每份督办单只能申诉一次；申诉期间反馈时限继续计算。' },
    { action: 'uphold', resource: 'rulings', title: '申诉成立', fields: [reason], fixed: { upheld: true }, consequence: '申诉成立的，督办单即撤销。' },
    { action: 'dismiss', resource: 'rulings', title: '申诉不成立', fields: [reason], fixed: { upheld: false } },
    { action: 'cancel', resource: 'cancellations', title: '不予签发／撤销', fields: [reason] },
  ],
  line: (row) => ({ title: String(row.title), meta: `${unitName(row.unit)} · ${dateOr(row.answerBy, '反馈时限未定')}前反馈` }),
  facts: (one) => [
    ['主送', unitName(one.unit)],
    ['协办', (one.coUnits as { name: string }[]).map(({ name }) => name).join('、') || '无'],
    ['反馈时限', dateOr(one.answerBy, '签发时按规定计算')],
    ['签发人', one.signatory ?? '尚未签发'],
    ['督办事项', `${(one.messageIds as string[]).length}件：${(one.items as { messageNumber: string }[]).map(({ messageNumber }) => messageNumber).join('、')}`],
    ...answerFacts(one.answer as Answer | null),
  ],
};

interface Answer {
  process: string;
  situation: string;
  result: keyof (typeof replyResultWords)['zh'];
  next: string | null;
}

const answerFacts = (answer: Answer | null): [string, string][] =>
  answer === null ? [] : [['落实过程', answer.process], ['基本情况', answer.situation], ['办理结果', replyResultWords.zh[answer.result]], ...(answer.next === null ? [] : [['下一步', answer.next] as [string, string]])];
