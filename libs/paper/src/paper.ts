/** An official paper 公文, by its parts in the order in which GB/T 9704-2012 sets them. Every text is plain; what may not be shown is hidden before. */
export interface Paper {
  form: PaperForm;
  /** 发文机关标志, in red: 淮岭市人民政府督查室文件. A record has none. */
  mark: string | null;
  /** 发文字号; null where the paper has none. */
  number: string | null;
  /** 签发人: of what goes upwards, and of nothing else. */
  signatory: string | null;
  title: string;
  /** 主送机关, without the colon. */
  to: string | null;
  blocks: readonly Block[];
  /** 附件说明: what they are called, in their order. */
  attachments: readonly string[];
  /** 发文机关署名 */
  from: string;
  /** 成文日期 in words; null while it is a draft. */
  on: string | null;
  /** 抄送机关; without any there is no such line. */
  copies: readonly string[];
  /** 印发机关: the document's form alone has it. */
  printedBy: string | null;
  annexes: readonly Annex[];
  isDraft: boolean;
}

/** 文件格式, 信函格式; and what is no 公文 but lies with one: a dossier 卷宗. */
export type PaperForm = 'document' | 'letter' | 'record';

export type Block = Heading | Paragraph | Table;

/** 一级标题 */
export interface Heading {
  kind: 'heading';
  text: string;
}

/** Line ends within it begin paragraphs of their own. */
export interface Paragraph {
  kind: 'paragraph';
  text: string;
}

export interface Table {
  kind: 'table';
  caption: string | null;
  columns: readonly Column[];
  /** A line end in a cell begins a line. */
  rows: readonly (readonly string[])[];
}

export interface Column {
  head: string;
  /** A share of the width. */
  width: number;
  align: 'left' | 'center' | 'right';
}

/** 附件, on a page of its own. */
export interface Annex {
  title: string;
  /** A table that needs the sheet turned. */
  isWide: boolean;
  blocks: readonly Block[];
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 一、二、三: parts that have nothing to say are not numbered. */
export function numbered(parts: readonly { title: string; blocks: readonly Block[] }[]): Block[] {
  return parts.filter(({ blocks }) => blocks.length > 0).flatMap(({ title, blocks }, index) => [heading(`${numerals[index] ?? index + 1}、${title}`), ...blocks]);
}

export const heading = (text: string): Heading => ({ kind: 'heading', text });
export const paragraph = (text: string): Paragraph => ({ kind: 'paragraph', text });
