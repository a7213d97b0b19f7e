import {
  AlignmentType, BorderStyle, Document, DocumentGridType, Footer, Header, HeightRule, LineRuleType, OverlapType, Packer, PageNumber, PageOrientation, Paragraph, RelativeHorizontalPosition,
  RelativeVerticalPosition, Table, TableAnchorType, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, WidthType, type IParagraphOptions, type ISectionOptions,
} from 'docx';
import { cell, lineHeight, markSize, mm, size } from '../grid.rules.js';
import type { Block, Column, Paper, Table as PaperTable } from '../paper.js';

/** Points in twips. */
const twips = (points: number) => Math.round(points * 20);
/** 22 lines. The characters have their pitch by themselves: of a grid for them, whose cells are narrower than the character, LibreOffice takes two cells each. */
const grid = { type: DocumentGridType.LINES, linePitch: 580 };
/** As much closer as 28 of them fill a line, in twips. */
const closer = Math.floor((cell - size.body) * 20);
const margin = { top: 2_098, right: 1_474, bottom: 1_984, left: 1_587, header: twips(30 * mm), footer: twips(20 * mm), gutter: 0 };
const sheet = { width: twips(210 * mm), height: twips(297 * mm) };

const fonts = { fang: '仿宋_GB2312', song: '方正小标宋简体', hei: '黑体', kai: '楷体_GB2312', simsun: '宋体' } as const;
type Font = keyof typeof fonts;
const red = 'E60012';
const line = { line: 580, lineRule: LineRuleType.EXACT } as const;
const thick = { style: BorderStyle.SINGLE, size: 8, color: '000000', space: 0 } as const;
const thin = { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 0 } as const;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

/**
 * A paper as a file that an office goes on with in its own word processor. The fonts are named, not carried: the office's licensed ones show it. Its lines are broken
 * there; the grid, the margins and the order of the parts are the same as on the page.
 */
export async function paperDocx(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const made = new Document({
    title: paper.title, creator: paper.from, lastModifiedBy: paper.from,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { size: 32, font: face('fang') } } } },
    sections: sectionsOf(paper),
  });
  return new Uint8Array(await Packer.toArrayBuffer(made));
}

/** Figures are in Times, but for those of the number of a page: 4号半角宋体阿拉伯数字. */
const face = (font: Font) => {
  const figures = font === 'simsun' ? fonts.simsun : 'Times New Roman';
  return { ascii: figures, hAnsi: figures, cs: figures, eastAsia: fonts[font], hint: 'eastAsia' };
};
const run = (text: string, { font = 'fang', points = size.body, color }: { font?: Font; points?: number; color?: string } = {}) =>
  new TextRun({ text, size: points * 2, font: face(font), ...(points === size.body ? { characterSpacing: closer } : {}), ...(color ? { color } : {}) });
const set = (children: TextRun[], options: Omit<IParagraphOptions, 'children'> = {}) => new Paragraph({ spacing: line, ...options, children });
const empty = (count: number) => Array.from({ length: count }, () => set([]));

function sectionsOf(paper: Paper): ISectionOptions[] {
  const isLetter = paper.form === 'letter';
  const first: ISectionOptions = {
    properties: { page: { size: sheet, margin }, grid, titlePage: isLetter },
    ...(isLetter ? { headers: { first: new Header({ children: letterHead(paper) }), default: new Header({ children: [] }), even: new Header({ children: [] }) } } : {}),
    footers: { default: folio('right'), even: folio('left'), ...(isLetter ? { first: new Footer({ children: [rule('under')] }) } : {}) },
    children: [...opening(paper), ...paper.blocks.flatMap((block, at) => drawn(block, cell * 28, at === paper.blocks.length - 1)), ...closing(paper, paper.annexes.length === 0 ? imprint(paper) : [])],
  };
  const annexes = paper.annexes.map(({ title, isWide, blocks }, index): ISectionOptions => ({
    properties: {
      page: isWide
        ? { size: { ...sheet, orientation: PageOrientation.LANDSCAPE }, margin: { ...margin, top: margin.left, right: margin.top, bottom: margin.right, left: margin.bottom } }
        : { size: sheet, margin },
      grid,
    },
    footers: { default: folio('right'), even: folio('left') },
    children: [
      set([run(`附件${paper.annexes.length > 1 ? index + 1 : ''}`, { font: 'hei' })]), ...empty(1), titled(title), ...empty(1), ...blocks.flatMap((block) => drawn(block, isWide ? 225 * mm : cell * 28)),
      ...(index === paper.annexes.length - 1 ? [...imprint(paper), anchor()] : []),
    ],
  }));
  return [first, ...annexes];
}

function folio(side: 'left' | 'right'): Footer {
  const children = [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: size.small * 2, font: face('simsun') })];
  const edge = twips(size.small);
  return new Footer({ children: [new Paragraph({ children, alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT, indent: side === 'right' ? { right: edge } : { left: edge }, spacing: { after: twips(3 * mm) } })] });
}

/** 170 mm, as wide as the paper allows between its margins. */
const rule = (side: 'over' | 'under') =>
  new Paragraph({
    children: [], indent: { left: -twips(8 * mm), right: -twips(6 * mm) }, spacing: { line: twips(4 * mm), lineRule: LineRuleType.EXACT },
    border: side === 'over'
      ? { bottom: { style: BorderStyle.THICK_THIN_MEDIUM_GAP, size: 24, color: red, space: 0 } }
      : { bottom: { style: BorderStyle.THIN_THICK_MEDIUM_GAP, size: 24, color: red, space: 0 } },
  });

function letterHead({ mark }: Paper): Paragraph[] {
  const named = new Paragraph({ alignment: AlignmentType.CENTER, spacing: { line: twips(15 * mm), lineRule: LineRuleType.EXACT }, children: [run(mark ?? '', { font: 'song', points: markSize(mark ?? '', 'letter'), color: red })] });
  return [named, rule('over')];
}

function opening({ form, mark, number, signatory, title, to }: Paper): Paragraph[] {
  const edge = { left: twips(size.body), right: twips(size.body) };
  const head = {
    record: [],
    letter: [set([run(number ?? '')], { alignment: AlignmentType.RIGHT }), ...empty(2)],
    document: [
      new Paragraph({
        alignment: AlignmentType.CENTER, spacing: { before: twips(35 * mm) }, children: [run(mark ?? '', { font: 'song', points: markSize(mark ?? '', 'document'), color: red })],
      }),
      ...empty(2),
      set(signatory === null ? [run(number ?? '')] : [run(number ?? ''), new TextRun({ text: '\t', size: 32 }), run('签发人：'), run(signatory, { font: 'kai' })], {
        border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: red, space: 11 } },
        ...(signatory === null ? { alignment: AlignmentType.CENTER } : { indent: edge, tabStops: [{ type: 'right' as const, position: twips(156 * mm - size.body) }] }),
      }),
      ...empty(2),
    ],
  }[form];
  return [...head, titled(title), ...empty(1), ...(to === null ? [] : [set([run(`${to}：`)])])];
}

const titled = (title: string) => new Paragraph({ alignment: AlignmentType.CENTER, spacing: { line: twips(1.25 * lineHeight), lineRule: LineRuleType.EXACT }, children: [run(title, { font: 'song', points: size.title })] });

/** @param isLast its end stands on the sheet of the signature */
function drawn(block: Block, width: number, isLast = false): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [set([run(block.text, { font: 'hei' })], { indent: { firstLine: twips(2 * cell) }, keepNext: true })];
    case 'paragraph':
      return block.text.split(/\r?\n/).filter((text) => text.trim() !== '').map((text) => set([run(text.trim())], { indent: { firstLine: twips(2 * cell) }, alignment: AlignmentType.BOTH, keepNext: isLast }));
    case 'table':
      return tabled(block, width);
  }
}

function tabled({ caption, columns, rows }: PaperTable, width: number): (Paragraph | Table)[] {
  const shares = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => twips((width * column.width) / shares));
  const cellOf = (text: string, index: number, column: Column, font: Font) =>
    new TableCell({
      width: { size: widths[index]!, type: WidthType.DXA }, verticalAlign: VerticalAlign.CENTER,
      children: text.split('\n').map((part) => new Paragraph({ alignment: font === 'hei' ? AlignmentType.CENTER : ({ left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const)[column.align], spacing: { line: 360, lineRule: LineRuleType.EXACT }, children: [run(part, { font, points: size.table })] })),
    });
  return [
    ...(caption === null ? [] : [set([run(caption, { points: size.small })], { keepNext: true })]),
    new Table({
      layout: TableLayoutType.FIXED, width: { size: widths.reduce((sum, each) => sum + each, 0), type: WidthType.DXA }, columnWidths: widths,
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      rows: [
        new TableRow({ tableHeader: true, cantSplit: true, children: columns.map((column, index) => cellOf(column.head, index, column, 'hei')) }),
        ...rows.map((row) => new TableRow({ cantSplit: true, children: columns.map((column, index) => cellOf(row[index] ?? '', index, column, 'fang')) })),
      ],
    }),
  ];
}

/** Where a 版记 is anchored: no higher than nothing. */
const anchor = () => new Paragraph({ spacing: { line: 20, lineRule: LineRuleType.EXACT } });

/** The signature stays with the text before it; the 版记 is anchored to its page. */
function closing({ attachments, from, on }: Paper, imprinted: readonly Table[]): (Paragraph | Table)[] {
  const several = attachments.length > 1;
  const named = attachments.map((name, index) => set([run(`${index === 0 ? '附件：' : ''}${several ? `${index + 1}. ` : ''}${name}`)], { indent: { left: twips((index === 0 ? 2 : 5) * cell) }, keepNext: true }));
  // 署名 stands centred over the date, whose right edge is four characters in: both in one width.
  const width = Math.max([...from].length, 10) * cell;
  const signed = { alignment: AlignmentType.CENTER, indent: { left: Math.max(0, twips(28 * cell - 4 * cell - width)), right: twips(4 * cell) }, keepNext: true } as const;
  return [...(named.length > 0 ? [set([], { keepNext: true }), ...named] : []), set([], { keepNext: true }), set([], { keepNext: true }), set([run(from)], signed), set([run(on ?? '　　　　年　月　日')], { ...signed, keepNext: imprinted.length > 0 }), ...imprinted, ...(imprinted.length > 0 ? [anchor()] : [])];
}

/** 版记, on the foot of the 版心 of the page where it is anchored. */
function imprint({ form, copies, printedBy, on }: Paper): Table[] {
  if (form === 'record') return [];
  const edge = twips(size.small);
  const text = (children: TextRun[], options: Omit<IParagraphOptions, 'children'>) => new Paragraph({ spacing: line, ...options, children });
  const small = { points: size.small };
  const lines = [
    ...(copies.length > 0 ? [text([run(`抄送：${copies.join('，')}。`, small)], { indent: { left: 4 * edge, right: edge, hanging: 3 * edge } })] : []),
    ...(form === 'document' && printedBy !== null
      ? [text([run(printedBy, small), new TextRun({ text: '\t' }), run(on === null ? '　　　　年　月　日印发' : `${on}印发`, small)], { indent: { left: edge, right: edge }, tabStops: [{ type: 'right', position: twips(156 * mm - size.small) }] })]
      : []),
  ];
  if (lines.length === 0) return [];
  const isRuled = form === 'document';
  const width = twips(156 * mm);
  return [
    new Table({
      layout: TableLayoutType.FIXED, width: { size: width, type: WidthType.DXA }, columnWidths: [width], margins: { left: 0, right: 0 },
      float: {
        horizontalAnchor: TableAnchorType.MARGIN, verticalAnchor: TableAnchorType.MARGIN, relativeHorizontalPosition: RelativeHorizontalPosition.LEFT,
        relativeVerticalPosition: RelativeVerticalPosition.BOTTOM, overlap: OverlapType.NEVER,
      },
      rows: lines.map((each, index) => new TableRow({
        height: { value: 580, rule: HeightRule.ATLEAST },
        children: [new TableCell({
          width: { size: width, type: WidthType.DXA }, children: [each],
          borders: { left: none, right: none, top: isRuled ? (index === 0 ? thick : thin) : none, bottom: isRuled ? (index === lines.length - 1 ? thick : thin) : none },
        })],
      })),
    }),
  ];
}
