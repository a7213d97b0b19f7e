import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineError, linesOf, textOf } from './lines.js';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
const linesIn = async (bytes: Buffer, size: number) => {
  const lines: string[] = [];
  for await (const line of linesOf(chunksOf(bytes, size))) lines.push(line);
  return lines;
};
/** 路灯 in GBK. */
const gbk = Buffer.from([0xc2, 0xb7, 0xb5, 0xc6]);

describe('lines', () => {
  it('end at LF and CRLF and nowhere else, wherever the chunks end', async () => {
    const character = fc.constantFrom('路', '𠮷', 'a', '\u2028', '\u2029', '\u0085', '\v', '\f', '\r');
    const line = fc.array(character, { maxLength: 6 }).map((characters) => `${characters.join('')}.`);
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (written, size) => {
      expect(await linesIn(Buffer.from(written.flat().join('')), size)).toEqual(written.map(([text]) => text));
    }));
  });

  it('may lack the last end, begin with a byte order mark, and be empty', async () => {
    expect(await linesIn(Buffer.from('\uFEFFa\n\nb'), 2)).toEqual(['a', '', 'b']);
    expect(await linesIn(Buffer.from(''), 2)).toEqual([]);
  });

  it('that are not UTF-8 are refused by their number', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n路\n'), gbk, Buffer.from('\nb')]);
    await expect(linesIn(bytes, 3)).rejects.toEqual(new LineError(3, 'is not UTF-8 (is it GBK? save it as UTF-8)'));
    expect(() => textOf(bytes)).toThrow('line 3: is not UTF-8');
  });
});

describe('a whole text', () => {
  it('is what UTF-8 says, without its byte order mark', () => expect(textOf(Buffer.from('\uFEFF路\r\n灯'))).toBe('路\r\n灯'));
});
