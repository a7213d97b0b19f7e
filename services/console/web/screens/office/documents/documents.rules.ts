import type { PolicyDocument, UnresolvedCitation } from '../../../api/schemas.js';
import type { Field } from '../../../parts/form/fields.rules.js';

/** What the office says of a document, and why it says so now. */
export const fields: readonly Field[] = [
  { name: 'title', label: '标题', kind: 'line', longest: 200, required: true },
  { name: 'number', label: '文号', kind: 'line', longest: 60, hint: '例如“淮府办〔2011〕118号”。' },
  { name: 'otherTitles', label: '其他名称', kind: 'lines', hint: '答复中常用的简称，一行一个。' },
  { name: 'issuer', label: '制发机关', kind: 'line', longest: 100, required: true },
  { name: 'issuedOn', label: '印发日期', kind: 'date', required: true },
  { name: 'effectiveOn', label: '施行日期', kind: 'date' },
  { name: 'url', label: '原文地址', kind: 'line', longest: 500, hint: '原文和正文至少填写一项。' },
  { name: 'text', label: '正文', kind: 'text', longest: 100_000 },
  { name: 'repealedOn', label: '废止日期', kind: 'date' },
  { name: 'repealedBy', label: '废止依据', kind: 'line', longest: 200 },
  { name: 'reason', label: '登记或者修改的理由', kind: 'text', longest: 500, required: true },
];

/** What the form begins with. */
export const shownOf = ({ source, ...document }: PolicyDocument): Record<string, unknown> => ({ ...document, url: source, reason: '' });

type Content = Omit<PolicyDocument, 'id' | 'url' | 'source' | 'state' | 'version' | 'changedAt'> & { url: string | null };

/** What is sent of a form. */
export function contentOf(values: Record<string, unknown>): { content: Content; reason: string } {
  const { reason, ...content } = values;
  return { content: content as Content, reason: String(reason) };
}

export interface UnresolvedNumber {
  number: string;
  /** Numbers 受理编号 of the messages whose replies cite it. */
  messages: string[];
}

/** What most replies cite first. */
export function byNumber(citations: readonly UnresolvedCitation[]): UnresolvedNumber[] {
  const cited = citations.flatMap(({ numbers, messageNumber }) => numbers.map((number) => ({ number, messageNumber })));
  return [...Map.groupBy(cited, ({ number }) => number)]
    .map(([number, own]) => ({ number, messages: [...new Set(own.map(({ messageNumber }) => messageNumber))] }))
    .toSorted((one, other) => other.messages.length - one.messages.length);
}
