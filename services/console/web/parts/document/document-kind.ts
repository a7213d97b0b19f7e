import type { DocumentPath, DocumentSummary, DocumentView } from '../../api/documents.js';
import type { Role } from '../../shell/session.js';
import type { Field } from '../form/fields.rules.js';

/** Something that is done with a document: a button, and what is asked before it is done. */
export interface DocumentDeed {
  action: string;
  resource: string;
  title: string;
  /** What follows from it, said before it is done. */
  consequence?: string;
  fields?: readonly Field[];
  /** What the service is told beside the fields. */
  fixed?: object;
  isPrimary?: boolean;
}

/** A kind of document, as the screens know it; the service decides what may be done with one. */
export interface DocumentKind {
  path: DocumentPath;
  title: string;
  empty: string;
  states: Readonly<Record<string, string>>;
  /** Those who begin one, and the name of the button. */
  begins?: { roles: readonly Role[]; title: string };
  /** Fields of a new one, and of its revision. */
  draft: readonly Field[];
  /** In the order of the buttons. */
  deeds: readonly DocumentDeed[];
  /** The words of a line of the list. */
  line: (row: DocumentSummary) => { title: string; meta: string };
  facts: (one: DocumentView) => readonly (readonly [label: string, value: string])[];
}

/** What was said with an act, as far as it is for people to read. */
export const saidWith: readonly (readonly [name: string, label: string])[] = [
  ['reason', '理由'], ['opinion', '意见'], ['grounds', '申诉理由'], ['signatory', '签发人'], ['number', '文号'], ['receivedBy', '签收人'], ['outcome', '处理结果'],
];

export const actWords: Readonly<Record<string, string>> = {
  draft: '拟稿', revise: '修改', sign: '签发', serve: '送达', acknowledge: '签收', answer: '办理反馈', accept: '审结', return: '退回重办', cancel: '撤销', object: '提出申诉', uphold: '申诉成立',
  dismiss: '申诉不成立', issue: '印发', conclude: '反馈处理结果', flag: '标为重大', report: '签发上报', receive: '登记接收', withdraw: '撤回', lapse: '逾期未报', climb: '逾期上报',
};
