import PDFDocument from 'pdfkit';
import { widthOf } from '../lines.rules.js';
import type { Face } from './fonts.js';
import type { Run, TypeCase } from './type-case.js';

export interface Style {
  face: Face;
  size: number;
  spacing?: number;
  color?: string;
}

/** Where 仿宋 and its like stand in their square, from its top. */
const baseline = 0.88;

/** Draws texts and rules at their places, in points from the sheet's upper left corner. */
export class Pen {
  private readonly registered = new Set<string>();

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly types: TypeCase,
  ) {}

  widthOf(text: string, { size, spacing = 0 }: Style): number {
    return text === '' ? 0 : widthOf(text, { size, spacing }) - spacing;
  }

  /** @param box the line: its upper left corner and its height; `width` draws the text out to it */
  write(text: string, box: { x: number; y: number; height: number; width?: number | undefined }, style: Style): void {
    const { size, spacing = 0, color = '#000', face } = style;
    const runs = this.types.runs(text, face);
    const count = runs.reduce((sum, run) => sum + gapsOf(run), 0) + Math.max(0, runs.length - 1);
    const extra = box.width === undefined || count === 0 ? 0 : (box.width - this.widthOf(text, style)) / count;
    const y = box.y + (box.height - size) / 2 + baseline * size;
    let { x } = box;
    for (const run of runs) {
      if (!this.registered.has(run.font)) this.document.registerFont(run.font, run.opened as never);
      this.registered.add(run.font);
      const place = this.widthOf(run.text, style) + gapsOf(run) * extra;
      const own = (run.width / 1_000) * size;
      this.document.font(run.font).fontSize(size).fillColor(color);
      if (run.figures) {
        // As wide as Times, whatever the font.
        const stretched = own === 0 ? 100 : ((this.widthOf(run.text, { ...style, spacing: 0 }) / own) * 100);
        this.put(run.text, x, y, { characterSpacing: spacing, horizontalScaling: stretched });
      } else {
        const alone = [...run.text].length === 1 ? (place - own) / 2 : 0;
        this.put(run.text, x + alone, y, { characterSpacing: spacing + extra });
      }
      x += place + spacing + extra;
    }
  }

  /** In the middle of a width. */
  centre(text: string, box: { x: number; y: number; height: number; width: number }, style: Style): void {
    this.write(text, { x: box.x + (box.width - this.widthOf(text, style)) / 2, y: box.y, height: box.height }, style);
  }

  /** Up to a right edge. */
  right(text: string, box: { x: number; y: number; height: number; width: number }, style: Style): void {
    this.write(text, { x: box.x + box.width - this.widthOf(text, style), y: box.y, height: box.height }, style);
  }

  /** A rule of a thickness, its upper edge at `y`. */
  rule({ x, y, width, thickness, color = '#000' }: { x: number; y: number; width: number; thickness: number; color?: string }): void {
    this.document.rect(x, y, width, thickness).fill(color);
  }

  frame({ x, y, width, height, thickness }: { x: number; y: number; width: number; height: number; thickness: number }): void {
    this.document.lineWidth(thickness).strokeColor('#000').rect(x, y, width, height).stroke();
  }

  private put(text: string, x: number, y: number, options: { characterSpacing: number; horizontalScaling?: number }): void {
    this.document.text(text, x, y, { ...options, lineBreak: false, baseline: 'alphabetic', features: asTheyAre as never });
  }
}

/** No ligature and no kerning: a character stands as wide as its line was set. To shape a text takes as long as all the rest. */
const asTheyAre = Object.fromEntries(['ccmp', 'locl', 'rlig', 'mark', 'mkmk', 'calt', 'clig', 'liga', 'rclt', 'curs', 'kern', 'rvrn', 'frac', 'numr', 'dnom', 'ltra', 'ltrm'].map((feature) => [feature, false]));

/** Between how many of its characters a run may be drawn out: a number is not. */
const gapsOf = ({ text, figures }: Run): number => (figures ? 0 : [...text].length - 1);

export const newDocument = ({ title, author }: { title: string; author: string }): PDFKit.PDFDocument =>
  new PDFDocument({ autoFirstPage: false, margin: 0, pdfVersion: '1.7', lang: 'zh-CN', tagged: true, displayTitle: true, info: { Title: title, Author: author, Creator: 'Wenzheng 问政' } });
