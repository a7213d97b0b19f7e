import { inflateSync } from 'node:zlib';

/** A text at its place on a page, in points from the upper left corner; `y` is the line that letters stand on. */
export interface Placed {
  text: string;
  x: number;
  y: number;
  size: number;
}
export interface PdfPage {
  width: number;
  height: number;
  texts: Placed[];
}

/** Reads what pdfkit writes, and no other: the texts of every page by the fonts' own tables of characters. */
export function readPdf(bytes: Uint8Array): PdfPage[] {
  const file = Buffer.from(bytes).toString('latin1');
  const objects = new Map([...file.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, id, body]) => [Number(id), body!]));
  const at = (id: number | string | undefined): string => objects.get(Number(id)) ?? '';
  const stream = (body: string): string => {
    const raw = Buffer.from(body.slice(body.indexOf('stream\n') + 7, body.lastIndexOf('\nendstream')), 'latin1');
    return (body.includes('FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
  };
  const charactersOf = (font: string): Map<string, string> => {
    const map = stream(at(/\/ToUnicode (\d+)/.exec(font)?.[1]));
    const known = new Map<string, string>();
    for (const [, from, , list] of map.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g)) {
      [...list!.matchAll(/<([\w ]*)>/g)].forEach(([, hex], index) => known.set((parseInt(from!, 16) + index).toString(16).padStart(4, '0'), Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')));
    }
    return known;
  };
  const kids = /\/Kids \[([^\]]*)\]/.exec([...objects.values()].find((body) => body.includes('/Type /Pages'))!)![1]!;
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const page = at(id);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page)!;
    const resources = at(/\/Resources (\d+)/.exec(page)?.[1]);
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => [name!, charactersOf(at(font))]));
    const texts: Placed[] = [];
    let [x, y, size, font] = [0, 0, 0, ''];
    const shown = /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm|\/(F\d+) ([\d.]+) Tf|\[([^\]]*)\] TJ/g;
    for (const [, left, top, name, points, glyphs] of stream(at(/\/Contents (\d+)/.exec(page)?.[1])).matchAll(shown)) {
      if (left !== undefined) [x, y] = [Number(left), Number(height) - Number(top)];
      else if (name !== undefined) [font, size] = [name, Number(points)];
      else texts.push({ x, y, size, text: [...glyphs!.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g)!).map((glyph) => fonts.get(font)?.get(glyph) ?? '\ufffd').join('') });
    }
    return { width: Number(width), height: Number(height), texts };
  });
}
