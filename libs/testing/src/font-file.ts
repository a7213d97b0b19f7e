/** A font file that is no collection, made as the format says: every character is the same square, as wide as high unless it is a figure or a letter. */
export function fontFile(name: string, characters: string, extra: Record<string, Buffer> = {}): Buffer {
  const points = [...new Set(characters)].map((character) => character.codePointAt(0)!).toSorted((one, other) => one - other);
  const glyphs = points.length + 1;
  const square = Buffer.concat([words(1, 0, 0, 800, 800, 3, 0), Buffer.from([1, 1, 1, 1]), words(0, 800, 0, -800, 0, 0, 800, 0), words(0)]);
  const groups = Buffer.concat(points.map((point, index) => longs(point, point, index + 1)));
  const said = [1, 4, 6].map((id) => ({ id, text: Buffer.from(name, 'utf16le').swap16() }));
  const tables: Record<string, Buffer> = {
    cmap: Buffer.concat([words(0, 1, 3, 10), longs(12), words(12, 0), longs(16 + groups.length, 0, points.length), groups]),
    glyf: Buffer.concat(Array.from({ length: glyphs }, () => square)),
    head: Buffer.concat([longs(0x10000, 0x10000, 0, 0x5f0f3cf5), words(0, 1_000), longs(0, 0, 0, 0), words(0, 0, 800, 800, 0, 8, 2, 1, 0)]),
    hhea: Buffer.concat([longs(0x10000), words(880, -120, 0, 1_000, 0, 0, 800, 1, 0, 0, 0, 0, 0, 0, 0, glyphs)]),
    hmtx: Buffer.concat([words(1_000, 0), ...points.map((point) => words(point < 0x7f ? 500 : 1_000, 0))]),
    loca: longs(...Array.from({ length: glyphs + 1 }, (_, index) => index * square.length)),
    maxp: Buffer.concat([longs(0x10000), words(glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
    name: Buffer.concat([words(0, said.length, 6 + 12 * said.length), ...said.map(({ id, text }, index) => words(3, 1, 0x409, id, text.length, index * text.length)), ...said.map(({ text }) => text)]),
    post: longs(0x30000, 0, 0, 0, 0, 0, 0, 0),
    ...extra,
  };
  const entries = Object.entries(tables).toSorted(([one], [other]) => (one < other ? -1 : 1));
  let offset = 12 + 16 * entries.length;
  const directory = entries.map(([tag, bytes]) => {
    const entry = Buffer.concat([Buffer.from(tag), longs(0, offset, bytes.length)]);
    offset += Math.ceil(bytes.length / 4) * 4;
    return entry;
  });
  return Buffer.concat([longs(0x10000), words(entries.length, 0, 0, 0), ...directory, ...entries.map(([, bytes]) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]))]);
}

const words = (...values: number[]): Buffer => Buffer.concat(values.map((value) => Buffer.from([(value >> 8) & 0xff, value & 0xff])));
const longs = (...values: number[]): Buffer => words(...values.flatMap((value) => [value >>> 16, value & 0xffff]));
