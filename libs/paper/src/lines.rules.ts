import { piecesOf, titlePieces } from './units.rules.js';

/** One line as it is set. */
export interface Line {
  text: string;
  /** In characters. */
  indent: number;
  /** It ends its paragraph: it is not drawn out to the margin. */
  isEnd: boolean;
}

export interface Setting {
  /** In points, as all lengths. */
  width: number;
  size: number;
  spacing: number;
  /** Indents of the first line and of those that follow, in characters. */
  first: number;
  rest: number;
}

/** Widths of Times from the space to the tilde, in thousandths of the size: digits are half a character. All else is as wide as high. */
const latin = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
  921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
  333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/** What is not seen and has no place: joiners, and the selectors of a variant, which stands as the character itself. */
export const isUnseen = (character: string): boolean => /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(character);

export function widthOf(text: string, { size, spacing }: Pick<Setting, 'size' | 'spacing'>): number {
  return [...text].reduce((width, character) => {
    const own = latin[character.codePointAt(0)! - 0x20];
    return own === undefined && isUnseen(character) ? width : width + ((own ?? 1_000) / 1_000) * size + spacing;
  }, 0);
}

/** A text as lines; each of its own lines is a paragraph. */
export function linesOf(text: string, setting: Setting): Line[] {
  return text.split(/\r?\n/).flatMap((paragraph) => setLines(piecesOf(paragraph.trim()), setting));
}

function setLines(pieces: readonly string[], setting: Setting): Line[] {
  const lines: Line[] = [];
  const pitch = setting.size + setting.spacing;
  const indent = () => (lines.length === 0 ? setting.first : setting.rest);
  const room = () => setting.width - indent() * pitch + 0.01;
  let line = '';
  const end = (isEnd: boolean) => {
    lines.push({ text: line.trimEnd(), indent: indent(), isEnd });
    line = '';
  };
  for (const piece of pieces) {
    // What no line holds is cut where it has to be.
    const parts = widthOf(piece, setting) > setting.width - setting.rest * pitch ? [...piece] : [piece];
    for (const part of parts) {
      if (line !== '' && widthOf(line + part.trimEnd(), setting) > room()) end(false);
      line += line === '' ? part.trimStart() : part;
    }
  }
  end(true);
  return lines;
}

/** A title: as few lines as it needs, as even as may be, each ending between words. */
export function titleLines(title: string, setting: Pick<Setting, 'width' | 'size' | 'spacing'>): string[] {
  const pieces = titlePieces(title);
  const set = (width: number) => setLines(pieces, { ...setting, width, first: 0, rest: 0 });
  let even = set(setting.width);
  const least = even.length;
  for (let width = setting.width; width > setting.width / (least + 1); width -= setting.size / 2) {
    const lines = set(width);
    if (lines.length > least) break;
    even = lines;
  }
  return even.map(({ text }) => text);
}
