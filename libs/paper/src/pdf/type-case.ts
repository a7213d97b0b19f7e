import type * as fontkit from 'fontkit';
import { isUnseen } from '../lines.rules.js';
import { faces, opened, type Face, type FontFile, type PaperFonts } from './fonts.js';

/** Characters that stand in a row in one font. */
export interface Run {
  text: string;
  /** As the document knows it. */
  font: string;
  opened: fontkit.Font;
  /** In thousandths of the size, as the font has it. */
  width: number;
  /** Figures and letters, which are as wide as Times has them. */
  figures: boolean;
}

/** A font, opened when it is first looked in. */
class Type {
  private known: fontkit.Font | undefined;

  constructor(private readonly file: FontFile) {}

  get id(): string {
    return this.file.name;
  }

  get font(): fontkit.Font {
    return (this.known ??= opened(this.file.bytes, this.file.name));
  }
}

const isFigure = (character: string): boolean => character >= ' ' && character <= '~';
/** No font has to have it. */
const isBlank = (character: string): boolean => /^\s$/u.test(character) || isUnseen(character);

/** The fonts of a paper at hand: which of them sets a character, and which characters none has. */
export class TypeCase {
  private readonly types: Readonly<Record<Face, readonly Type[]>>;

  constructor(fonts: PaperFonts) {
    const known = new Map<string, Type>();
    const typeOf = (file: FontFile): Type => {
      const type = known.get(file.name) ?? new Type(file);
      known.set(file.name, type);
      return type;
    };
    this.types = Object.fromEntries(faces.map((face) => [face, fonts[face].map(typeOf)])) as unknown as Record<Face, readonly Type[]>;
  }

  /** Those of a text that no font has, each once. */
  lacking(text: string): string[] {
    return [...new Set(text)].filter((character) => !isBlank(character) && this.typeFor(character, 'fang') === undefined);
  }

  /** A text as runs; no run holds figures and characters both. */
  runs(text: string, face: Face): Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      if (isUnseen(character)) continue;
      const type = this.typeFor(character, face) ?? this.types[face][0]!;
      const figures = isFigure(character);
      const open = runs.at(-1);
      const width = (type.font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth / type.font.unitsPerEm) * 1_000;
      // Of what is not as wide as high in its font each stands alone, in the middle of its place; so does a figure in 宋体, whose blank is wider than that of Times.
      if (open && open.figures === figures && open.font === type.id && (figures ? face !== 'folio' : isFull(width) && isFull(open.width / [...open.text].length))) {
        open.text += character;
        open.width += width;
      } else runs.push({ text: character, font: type.id, opened: type.font, width, figures });
    }
    return runs;
  }

  private typeFor(character: string, face: Face): Type | undefined {
    const point = character.codePointAt(0)!;
    return [...(isFigure(character) && face !== 'folio' ? this.types.figures : []), ...this.types[face]].find(({ font }) => font.hasGlyphForCodePoint(point));
  }
}

const isFull = (width: number): boolean => Math.abs(width - 1_000) < 1;
