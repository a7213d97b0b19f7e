import * as fontkit from 'fontkit';

/** What is set in which face: 小标宋 for marks and titles, 仿宋 for the text, 黑体 for headings, 楷体 for who signs, 宋体 for the numbers of pages, Times for figures elsewhere. */
export const faces = ['song', 'fang', 'hei', 'kai', 'folio', 'figures'] as const;
export type Face = (typeof faces)[number];

/** A font of a file, by its PostScript name: a collection has several. */
export interface FontFile {
  bytes: Buffer;
  name: string;
}

/** For each face the fonts in which a character is looked for, the first that has it is taken. */
export type PaperFonts = Readonly<Record<Face, readonly FontFile[]>>;

/** Names under which the faces are sold and given away; a font of another weight or another country's forms is none. */
const families: Record<Face, RegExp> = {
  song: /小标宋|xiaobiaosong|fzxbs|stzhongsong|华文中宋/,
  fang: /仿宋|fangsong|fandolfang/,
  hei: /黑体|simhei|stheiti|fandolhei|notosanscjksc|sourcehansanssc|思源黑体/,
  kai: /楷体|kaiti|fandolkai|wenkai/,
  folio: /宋体|simsun|stsong|fandolsong/,
  figures: /timesnewroman|liberationserif|tinos/,
};
const serif = /notoserifcjksc|sourcehanserifsc|思源宋体|宋|song/;
const others = /bold|italic|black|heavy|light|mono|cjk(jp|kr|tc|hk)|粗/;

interface Known extends FontFile {
  names: string;
  isChinese: boolean;
}

/** Which font serves for which face; what a face lacks is looked for in the rest. Null where no font has Chinese characters. */
export function fontsOf(files: readonly Buffer[]): PaperFonts | null {
  const known = files.flatMap(fontsIn).filter(({ names }) => !others.test(names));
  const chinese = known.filter(({ isChinese }) => isChinese);
  if (chinese.length === 0) return null;
  const rest = [...chinese.filter(({ names }) => serif.test(names)), ...chinese.filter(({ names }) => !serif.test(names)), ...known.filter(({ isChinese }) => !isChinese)];
  const chain = (face: Face) => [...new Set([...known.filter(({ names }) => families[face].test(names)), ...rest])].map(({ bytes, name }) => ({ bytes, name }));
  return Object.fromEntries(faces.map((face) => [face, chain(face)])) as unknown as PaperFonts;
}

/** Those of a file; what is no font is none. */
function fontsIn(bytes: Buffer): Known[] {
  try {
    const file = fontkit.create(bytes);
    const fonts = 'fonts' in file ? file.fonts : [file];
    return fonts.filter(isOutlined).map((font) => ({ bytes, name: font.postscriptName, names: namesOf(font), isChinese: font.hasGlyphForCodePoint('国'.codePointAt(0)!) }));
  } catch {
    return [];
  }
}

/** Pictures and colours, which fonts of emoji are made of, cannot be set. */
function isOutlined(font: fontkit.Font): boolean {
  const { tables } = (font as unknown as { directory: { tables: Record<string, unknown> } }).directory;
  return ('glyf' in tables || 'CFF ' in tables) && !['CBDT', 'sbix', 'COLR', 'SVG '].some((table) => table in tables);
}

/** All names that it has in whatever language, as one. */
function namesOf(font: fontkit.Font): string {
  const { records } = (font as unknown as { name: { records: Record<string, Record<string, unknown> | undefined> } }).name;
  const said = ['fontFamily', 'fontSubfamily', 'preferredFamily', 'preferredSubfamily', 'fullName'].flatMap((key) => Object.values(records[key] ?? {}));
  return [font.postscriptName, ...said.filter((value) => typeof value === 'string')].join(' ').replaceAll(/[\s_-]/gu, '').toLowerCase();
}

/** A font, to ask it what it has. */
export function opened(bytes: Buffer, name: string): fontkit.Font {
  const file = fontkit.create(bytes);
  // By its name a font is asked for in a collection alone: of a single one the name would be that of a variation.
  const font = 'fonts' in file ? file.getFont(name) : file;
  if (font === null) throw new RangeError(`${name} is not in its file`);
  return font;
}
