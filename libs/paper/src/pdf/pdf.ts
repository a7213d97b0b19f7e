import { cell, cellPadding, core, lineHeight, markSize, mm, ruleOfTable, size, spacing, tableLine, titleLine } from '../grid.rules.js';
import type { Paper } from '../paper.js';
import { sheetsOf, type Fragment, type Imprint, type Sheet } from '../sheets.rules.js';
import type { Face, PaperFonts } from './fonts.js';
import { newDocument, Pen, type Style } from './pen.js';
import { TypeCase } from './type-case.js';

/** No font at hand has these characters: a paper with an empty square in somebody's name is none. */
export class GlyphsLacking extends Error {
  override readonly name = 'GlyphsLacking';
  constructor(readonly characters: readonly string[]) {
    super(`no font has ${characters.map((each) => `U+${each.codePointAt(0)!.toString(16).toUpperCase()}`).join(', ')}`);
  }
}

const red = '#e60012';
const a4 = { width: 210 * mm, height: 297 * mm };
const body: Style = { face: 'fang', size: size.body, spacing: spacing.body };
const small: Style = { face: 'fang', size: size.small };

/**
 * The same sheets as the page has, line by line, with what is used of the fonts in it; tagged, so that it can be read out.
 * @throws GlyphsLacking
 */
export async function paperPdf(paper: Paper, fonts: PaperFonts): Promise<Uint8Array> {
  const types = new TypeCase(fonts);
  const sheets = sheetsOf(paper);
  const lacking = types.lacking(wordsOf(paper, sheets));
  if (lacking.length > 0) throw new GlyphsLacking(lacking);
  const { number, title, isDraft, from } = paper;
  const document = newDocument({ title: isDraft ? `${title}（草稿）` : number === null ? title : `${number} ${title}`, author: from });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on('end', resolve));
  const press = new PdfPress(document, new Pen(document, types), paper);
  sheets.forEach((sheet, index) => press.sheet(sheet, index));
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Every word that is set, as it is set. */
function wordsOf(paper: Paper, sheets: readonly Sheet[]): string {
  const { mark, number, signatory, from, on } = paper;
  const fragment = (one: Fragment): string => {
    switch (one.kind) {
      case 'title':
        return one.texts.join('');
      case 'text':
        return one.set.map(({ text }) => text).join('');
      case 'table':
        return [...one.head, ...one.rows.flat()].flat().join('');
      default:
        return '';
    }
  };
  const imprint = (one: Imprint | null): string => (one === null ? '' : `${one.copies.map(({ text }) => text).join('')}${one.printed?.by ?? ''}${one.printed?.on ?? ''}`);
  return [mark, number, signatory, from, on, '签发人：草稿—', ...sheets.flatMap((sheet) => [...sheet.fragments.map(fragment), imprint(sheet.imprint)])].join('');
}

class PdfPress {
  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly pen: Pen,
    private readonly paper: Paper,
  ) {}

  sheet({ isWide, folio, fragments, imprint }: Sheet, index: number): void {
    this.document.addPage({ size: isWide ? [a4.height, a4.width] : [a4.width, a4.height], margin: 0 });
    const origin = isWide ? { x: 35 * mm, y: 28 * mm } : { x: 28 * mm, y: 37 * mm };
    const width = isWide ? core.height : core.width;
    const isLetterHead = index === 0 && this.paper.form === 'letter';
    this.aside(() => {
      if (this.paper.isDraft) this.pen.centre('草稿', { x: 0, y: (isWide ? a4.width : a4.height) * 0.4, width: isWide ? a4.height : a4.width, height: 72 }, { face: 'hei', size: 72, spacing: 36, color: '#ddd' });
      if (isLetterHead) this.letterRules();
      if (folio !== null) this.folio(`— ${folio} —`, isWide, index % 2 === 1);
    });
    let { y } = origin;
    for (const fragment of fragments) {
      this.fragment(fragment, { x: origin.x, y, width }, index === 0);
      y += fragment.lines * lineHeight;
    }
    if (imprint) this.imprint(imprint);
  }

  private fragment(fragment: Fragment, { x, y, width }: { x: number; y: number; width: number }, isFirst: boolean): void {
    switch (fragment.kind) {
      case 'gap':
        return;
      case 'head':
        return this.head({ x, y, width });
      case 'title':
        return this.part(isFirst ? 'H1' : 'H2', () => fragment.texts.forEach((text, at) => this.pen.centre(text, { x, y: y + at * titleLine, width, height: titleLine }, { face: 'song', size: size.title })));
      case 'text': {
        const { role, set } = fragment;
        const isHeading = role === 'heading' || role === 'annex';
        const style: Style = role === 'caption' ? small : { ...body, face: isHeading ? 'hei' : 'fang' };
        return this.part(isHeading ? 'H2' : 'P', () =>
          set.forEach(({ text, indent, isEnd }, at) => this.pen.write(text, { x: x + indent * cell, y: y + at * lineHeight, height: lineHeight, width: isEnd ? undefined : width - indent * cell }, style)));
      }
      case 'table':
        return this.table(fragment, { x, y, width });
      case 'signature': {
        const lines = [this.paper.from, this.paper.on ?? '　　　　年　月　日'];
        const widest = Math.max(...lines.map((text) => this.pen.widthOf(text, body)));
        return this.part('P', () => lines.forEach((text, at) => this.pen.centre(text, { x: x + width - 4 * cell - widest, y: y + at * lineHeight, width: widest, height: lineHeight }, body)));
      }
    }
  }

  private head({ x, y, width }: { x: number; y: number; width: number }): void {
    const { form, mark, number, signatory } = this.paper;
    if (form === 'record') return;
    const points = markSize(mark ?? '', form);
    const style: Style = { face: 'song', size: points, color: red };
    if (form === 'letter') {
      this.part('P', () => this.pen.centre(mark ?? '', { x: 0, y: 30 * mm, width: a4.width, height: 15 * mm }, style));
      const top = y + 13.6 * mm + (7 / 8) * size.body - (lineHeight - size.body) / 2;
      if (number !== null) this.part('P', () => this.pen.right(number, { x, y: top, width, height: lineHeight }, body));
      return;
    }
    this.part('P', () => this.pen.centre(mark ?? '', { x, y: y + 35 * mm, width, height: points * 1.2 }, style));
    const line = { y: y + 35 * mm + points * 1.2 + 2 * lineHeight, height: lineHeight };
    this.part('P', () => {
      if (signatory === null) return this.pen.centre(number ?? '', { ...line, x, width }, body);
      const inner = { x: x + size.body, width: width - 2 * size.body };
      this.pen.write(number ?? '', { ...line, x: inner.x }, body);
      const name: Style = { ...body, face: 'kai' };
      const nameWidth = this.pen.widthOf(signatory, name);
      this.pen.right('签发人：', { ...line, x: inner.x, width: inner.width - nameWidth - spacing.body }, body);
      this.pen.right(signatory, { ...line, ...inner }, name);
    });
    this.aside(() => this.pen.rule({ x, y: line.y + lineHeight + 4 * mm, width, thickness: 0.8 * mm, color: red }));
  }

  /** Thick over thin above, thin over thick below, 170 mm wide. */
  private letterRules(): void {
    const rule = { x: 20 * mm, width: 170 * mm, color: red };
    this.pen.rule({ ...rule, y: 49 * mm, thickness: 0.9 * mm });
    this.pen.rule({ ...rule, y: 50.25 * mm, thickness: 0.35 * mm });
    this.pen.rule({ ...rule, y: 275.4 * mm, thickness: 0.35 * mm });
    this.pen.rule({ ...rule, y: 276.1 * mm, thickness: 0.9 * mm });
  }

  private table({ columns, head, rows }: Extract<Fragment, { kind: 'table' }>, { x, y, width }: { x: number; y: number; width: number }): void {
    const shares = columns.reduce((sum, column) => sum + column.width, 0);
    const widths = columns.map((column) => (width * column.width) / shares);
    const table = this.document.struct('Table');
    let top = y;
    for (const [at, row] of [head, ...rows].entries()) {
      const height = Math.max(...row.map((lines) => lines.length)) * tableLine + 2 * cellPadding.y + ruleOfTable;
      const line = this.document.struct('TR');
      let left = x;
      for (const [index, lines] of row.entries()) {
        const box = { x: left, y: top, width: widths[index]!, height };
        this.aside(() => this.pen.frame({ ...box, thickness: ruleOfTable }));
        const face: Face = at === 0 ? 'hei' : 'fang';
        line.add(this.document.struct(at === 0 ? 'TH' : 'TD', {}, [() => this.cell(lines, box, at === 0 ? 'center' : columns[index]!.align, { face, size: size.table })]));
        left += box.width;
      }
      line.end();
      table.add(line);
      top += height;
    }
    table.end();
    this.document.addStructure(table);
  }

  private cell(lines: readonly string[], box: { x: number; y: number; width: number; height: number }, align: 'left' | 'center' | 'right', style: Style): void {
    const inner = { x: box.x + cellPadding.x, width: box.width - 2 * cellPadding.x, height: tableLine };
    const top = box.y + (box.height - lines.length * tableLine) / 2;
    for (const [at, text] of lines.entries()) {
      const line = { ...inner, y: top + at * tableLine };
      if (align === 'left') this.pen.write(text, { x: line.x, y: line.y, height: line.height }, style);
      else this.pen[align === 'right' ? 'right' : 'centre'](text, line, style);
    }
  }

  /** Its last rule lies on the foot of the 版心. */
  private imprint({ copies, printed, lines }: Imprint): void {
    const isRuled = this.paper.form === 'document';
    const [x, foot] = [28 * mm, 37 * mm + core.height];
    const top = foot - lines * lineHeight;
    const inner = { x: x + size.small, width: core.width - 2 * size.small, height: lineHeight };
    copies.forEach(({ text, isEnd }, at) => {
      const hang = at === 0 ? 0 : 3 * size.small;
      this.part('P', () => this.pen.write(text, { x: inner.x + hang, y: top + at * lineHeight, height: lineHeight, width: isEnd ? undefined : inner.width - hang }, small));
    });
    if (printed) {
      const line = { ...inner, y: foot - lineHeight };
      this.part('P', () => {
        this.pen.write(printed.by, { x: line.x, y: line.y, height: line.height }, small);
        this.pen.right(printed.on, line, small);
      });
    }
    if (!isRuled) return;
    this.aside(() => {
      this.pen.rule({ x, y: top - 0.35 * mm, width: core.width, thickness: 0.35 * mm });
      if (printed && copies.length > 0) this.pen.rule({ x, y: foot - lineHeight, width: core.width, thickness: 0.25 * mm });
      this.pen.rule({ x, y: foot - 0.35 * mm, width: core.width, thickness: 0.35 * mm });
    });
  }

  /** 7 mm below the 版心, one character in from its outer edge; a turned sheet has it where the bound paper has it. */
  private folio(text: string, isWide: boolean, isEven: boolean): void {
    const style: Style = { face: 'folio', size: size.small };
    const width = this.pen.widthOf(text, style);
    if (!isWide) {
      this.pen.write(text, { x: isEven ? 28 * mm + size.small : a4.width - 26 * mm - size.small - width, y: 269 * mm, height: size.small }, style);
      return;
    }
    const along = isEven ? 28 * mm + size.small : a4.width - 26 * mm - size.small - width;
    this.document.save().rotate(90, { origin: [28 * mm, along] });
    this.pen.write(text, { x: 28 * mm, y: along, height: size.small }, style);
    this.document.restore();
  }

  /** Something that is read, in its order. */
  private part(tag: 'H1' | 'H2' | 'P', draw: () => void): void {
    this.document.addStructure(this.document.struct(tag, {}, [draw]));
  }

  /** Something that is seen and not read: rules, the number of the page. */
  private aside(draw: () => void): void {
    this.document.markContent('Artifact');
    draw();
    this.document.endMarkedContent();
  }
}
