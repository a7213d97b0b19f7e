import { cell, cellPadding, charactersOfLine, core, lineHeight, markSize, mm, onGrid, ruleOfTable, size, spacing, tableLine, titleLine } from './grid.rules.js';
import { linesOf, titleLines, type Line, type Setting } from './lines.rules.js';
import type { Block, Column, Paper, Table } from './paper.js';

/** One side of the paper as it lies on the desk. */
export interface Sheet {
  isWide: boolean;
  /** 页码; null where none is printed. */
  folio: number | null;
  fragments: Fragment[];
  /** 版记, at the foot of the last sheet. */
  imprint: Imprint | null;
}

export type TextRole = 'to' | 'paragraph' | 'heading' | 'attachments' | 'annex' | 'caption';

/** What stands on a sheet from top to bottom; heights are whole lines of the grid. */
export type Fragment =
  | { kind: 'head'; lines: number }
  | { kind: 'gap'; lines: number }
  | { kind: 'title'; lines: number; texts: string[] }
  | { kind: 'text'; lines: number; role: TextRole; set: Line[] }
  | { kind: 'table'; lines: number; columns: readonly Column[]; head: string[][]; rows: string[][][] }
  | { kind: 'signature'; lines: number };

export interface Imprint {
  lines: number;
  /** 抄送, as it is broken. */
  copies: Line[];
  printed: { by: string; on: string } | null;
}

interface TableSet {
  columns: readonly Column[];
  head: string[][];
  headHeight: number;
}

type Piece =
  | { of: 'whole'; fragment: Fragment }
  | { of: 'line'; block: object; role: TextRole; line: Line }
  | { of: 'row'; table: TableSet; row: string[][] };

/** What is not cut. */
interface Chunk {
  height: number;
  keepsNext: boolean;
  piece: Piece;
}

const body = { width: core.width, size: size.body, spacing: spacing.body };
/** A row higher than this goes on in a row of its own. */
const linesOfRow = 20;
/** Lines of text that go with the signature, should it stand on another sheet; a paragraph of no more than so many lines goes whole. */
const withSignature = 2;
const shortParagraph = 4;

/** Sets a paper on sheets. */
export function sheetsOf(paper: Paper): Sheet[] {
  const imprint = imprintOf(paper);
  const press = new Press(core.height);
  press.put([...opening(paper), ...paper.blocks.flatMap((block) => blockChunks(block, core.width))], closing(paper), paper.annexes.length === 0 ? imprint.lines * lineHeight : 0);
  paper.annexes.forEach((annex, index) => {
    const width = annex.isWide ? core.height : core.width;
    press.turn(annex.isWide ? core.width : core.height);
    press.put([...annexOpening(annex.title, paper.annexes.length > 1 ? index + 1 : null, width), ...annex.blocks.flatMap((block) => blockChunks(block, width))], [], 0);
  });
  const sheets = press.sheets.map(({ height, fragments }, index): Sheet => ({ isWide: height === core.width, folio: paper.form === 'letter' && index === 0 ? null : index + 1, fragments, imprint: null }));
  if (imprint.lines > 0) {
    const last = sheets.at(-1)!;
    const used = last.fragments.reduce((sum, { lines }) => sum + lines, 0);
    if (!last.isWide && used * lineHeight + imprint.lines * lineHeight <= core.height + 0.01) last.imprint = imprint;
    // 版记 alone on its page has no number.
    else sheets.push({ isWide: false, folio: null, fragments: [], imprint });
  }
  return sheets;
}

/** Fills sheets from the top. */
class Press {
  readonly sheets: { height: number; fragments: Fragment[] }[] = [];
  private used = 0;
  private last: Piece | null = null;
  private height: number;

  constructor(height: number) {
    this.height = height;
    this.turn(height);
  }

  turn(height: number): void {
    this.height = height;
    this.sheets.push({ height, fragments: [] });
    this.used = 0;
    this.last = null;
  }

  /** @param tail what closes it, which shares its sheet with text, and leaves room for the 版记 */
  put(chunks: readonly Chunk[], tail: readonly Chunk[], room: number): void {
    const from = tail.length > 0 ? boundFrom(chunks) : chunks.length;
    const bound = chunks.map((chunk, index) => (index >= from ? { ...chunk, keepsNext: true } : chunk));
    for (const group of groupsOf([...bound, ...tail])) {
      const needs = group.reduce(({ used, last }, chunk) => ({ used: this.after(used, last, chunk), last: chunk.piece }), { used: this.used, last: this.last }).used;
      const isTail = tail.length > 0 && group.at(-1) === tail.at(-1);
      if (this.used > 0 && needs + (isTail ? room : 0) > this.height + 0.01) this.turn(this.height);
      for (const chunk of group) {
        if (this.used > 0 && this.after(this.used, this.last, chunk) > this.height + 0.01) this.turn(this.height);
        this.lay(chunk);
      }
    }
  }

  /** The height that is used when this is laid as well. */
  private after(used: number, last: Piece | null, { height, piece }: Chunk): number {
    if (piece.of !== 'row') return isGap(piece) && used === 0 ? 0 : onGrid(used) + height;
    return last?.of === 'row' && last.table === piece.table ? used + height : onGrid(used) + piece.table.headHeight + height;
  }

  private lay(chunk: Chunk): void {
    const { piece } = chunk;
    const { fragments } = this.sheets.at(-1)!;
    const before = onGrid(this.used);
    this.used = this.after(this.used, this.last, chunk);
    const lines = Math.round(onGrid(this.used) / lineHeight) - Math.round(before / lineHeight);
    const open = fragments.at(-1);
    if (piece.of === 'whole') {
      if (this.used > 0) fragments.push({ ...piece.fragment, lines });
    } else if (piece.of === 'line') {
      if (open?.kind === 'text' && this.last?.of === 'line' && this.last.block === piece.block) {
        open.set.push(piece.line);
        open.lines += lines;
      } else fragments.push({ kind: 'text', lines, role: piece.role, set: [piece.line] });
    } else if (open?.kind === 'table' && this.last?.of === 'row' && this.last.table === piece.table) {
      open.rows.push(piece.row);
      open.lines += lines;
    } else fragments.push({ kind: 'table', lines, columns: piece.table.columns, head: piece.table.head, rows: [piece.row] });
    this.last = piece;
  }
}

const isGap = (piece: Piece): boolean => piece.of === 'whole' && piece.fragment.kind === 'gap';

/** From which on they go with the signature. */
function boundFrom(chunks: readonly Chunk[]): number {
  const from = Math.max(0, chunks.length - withSignature);
  const piece = chunks[from]?.piece;
  if (piece?.of !== 'line') return from;
  const isOfIt = (other: Chunk) => other.piece.of === 'line' && other.piece.block === piece.block;
  return chunks.filter(isOfIt).length <= shortParagraph ? chunks.findIndex(isOfIt) : from;
}

/** Chunks that stand on one sheet. */
function groupsOf(chunks: readonly Chunk[]): Chunk[][] {
  const groups: Chunk[][] = [];
  let isOpen = false;
  for (const chunk of chunks) {
    if (isOpen) groups.at(-1)!.push(chunk);
    else groups.push([chunk]);
    isOpen = chunk.keepsNext;
  }
  return groups;
}

const whole = (fragment: Fragment, height: number, keepsNext = true): Chunk => ({ height, keepsNext, piece: { of: 'whole', fragment } });
const gap = (lines: number, keepsNext = true): Chunk => whole({ kind: 'gap', lines }, lines * lineHeight, keepsNext);

function opening(paper: Paper): Chunk[] {
  const { form, mark, title, to } = paper;
  const texts = titleLines(title, { width: core.width - 2 * size.title, size: size.title, spacing: spacing.title });
  return [
    ...(form !== 'record' && mark !== null ? [whole({ kind: 'head', lines: 0 }, headHeight(form, mark))] : []),
    whole({ kind: 'title', lines: 0, texts }, texts.length * titleLine),
    gap(1),
    ...(to === null ? [] : textChunks('to', `${to}：`, { ...body, first: 0, rest: 0 })),
  ];
}

/**
 * 文件格式: the mark begins 35 mm below the top of the 版心, the number two lines below it, the red rule 4 mm below that, the title two lines below the rule.
 * 信函格式: mark and double rule stand in the head margin; the number right below the rule, the title two lines below the number.
 */
export function headHeight(form: 'document' | 'letter', mark: string): number {
  return form === 'document' ? onGrid(35 * mm + markSize(mark, form) * 1.2 + 3 * lineHeight + 4 * mm + 1.5 * lineHeight) : onGrid(12 * mm + (7 / 8) * size.body + lineHeight + 1.5 * lineHeight);
}

function blockChunks(block: Block, width: number): Chunk[] {
  switch (block.kind) {
    case 'heading':
      return textChunks('heading', block.text, { ...body, width, first: 2, rest: 0 }).map((chunk) => ({ ...chunk, keepsNext: true }));
    case 'paragraph':
      return textChunks('paragraph', block.text, { ...body, width, first: 2, rest: 0 });
    case 'table':
      return tableChunks(block, width);
  }
}

function textChunks(role: TextRole, text: string, setting: Setting): Chunk[] {
  return text.split(/\r?\n/).filter((paragraph) => paragraph.trim() !== '').flatMap((paragraph) => {
    const block = {};
    return linesOf(paragraph, setting).map((line): Chunk => ({ height: lineHeight, keepsNext: false, piece: { of: 'line', block, role, line } }));
  });
}

function tableChunks({ caption, columns, rows }: Table, width: number): Chunk[] {
  const shares = columns.reduce((sum, column) => sum + column.width, 0);
  const cellLines = (text: string, column: number) =>
    linesOf(text, { width: (width * columns[column]!.width) / shares - 2 * cellPadding.x, size: size.table, spacing: spacing.table, first: 0, rest: 0 }).map((line) => line.text);
  const heightOf = (row: readonly string[][]) => Math.max(...row.map((lines) => lines.length)) * tableLine + 2 * cellPadding.y + 2 * ruleOfTable;
  const head = columns.map((column, index) => cellLines(column.head, index));
  const table: TableSet = { columns, head, headHeight: heightOf(head) };
  const parts = rows.flatMap((row) => rowParts(row.map(cellLines)));
  return [
    ...(caption === null ? [] : textChunks('caption', caption, { width, size: size.small, spacing: 0, first: 0, rest: 0 }).map((chunk) => ({ ...chunk, keepsNext: true }))),
    ...parts.map((row): Chunk => ({ height: heightOf(row), keepsNext: false, piece: { of: 'row', table, row } })),
  ];
}

function rowParts(row: string[][]): string[][][] {
  const highest = Math.max(...row.map(({ length }) => length));
  return Array.from({ length: Math.ceil(highest / linesOfRow) }, (_, part) => row.map((lines) => lines.slice(part * linesOfRow, (part + 1) * linesOfRow)));
}

/** 附件说明, then the signature with room for a seal. */
function closing({ attachments, form }: Paper): Chunk[] {
  const several = attachments.length > 1;
  const lines = attachments.flatMap((name, index) => {
    const lead = `${index === 0 ? '附件：' : ''}${several ? `${index + 1}. ` : ''}`;
    return textChunks('attachments', `${lead}${name}`, { ...body, first: index === 0 ? 2 : 5, rest: several ? 6 : 5 }).map((chunk) => ({ ...chunk, keepsNext: true }));
  });
  return [...(lines.length > 0 ? [gap(1), ...lines] : []), gap(form === 'record' ? 1 : 2), whole({ kind: 'signature', lines: 2 }, 2 * lineHeight, false)];
}

function annexOpening(title: string, ordinal: number | null, width: number): Chunk[] {
  const texts = titleLines(title, { width: width - 2 * size.title, size: size.title, spacing: spacing.title });
  return [
    ...textChunks('annex', `附件${ordinal ?? ''}`, { ...body, width, first: 0, rest: 0 }).map((chunk) => ({ ...chunk, keepsNext: true })),
    gap(1), whole({ kind: 'title', lines: 0, texts }, texts.length * titleLine), gap(1),
  ];
}

function imprintOf({ form, copies, printedBy, on }: Paper): Imprint {
  const width = core.width - 2 * size.small;
  const lines = copies.length === 0 ? [] : linesOf(`抄送：${copies.join('，')}。`, { width, size: size.small, spacing: 0, first: 0, rest: 3 });
  const printed = form === 'document' && printedBy !== null ? { by: printedBy, on: on === null ? '　　　　年　月　日印发' : `${on}印发` } : null;
  return { lines: form === 'record' ? 0 : lines.length + (printed ? 1 : 0), copies: lines, printed };
}

/** For those who draw: what a character takes of a line. */
export const grid = { cell, charactersOfLine, lineHeight };
