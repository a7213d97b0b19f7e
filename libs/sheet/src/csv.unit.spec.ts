import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from './csv.js';
import type { Cell } from './sheet.js';

const csv = (...rows: Cell[][]) => csvOf({ name: 'x', preamble: [], columns: ['名称'], rows, notes: [] });

describe('CSV', () => {
  it('is RFC 4180 with a byte order mark, and a decimal keeps its places', () => {
    expect(csv(['市住建局', 5, { decimal: '90.00' }, null], ['a "b", c', -1, { decimal: '0.50' }, 'x\ny'])).toBe(
      '\uFEFF名称\r\n市住建局,5,90.00,\r\n"a ""b"", c",-1,0.50,"x\ny"\r\n\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\nx', '＝1+1', '＋1', '－1', '＠x', '﹦1', ' =1', '\u200b=1', '\u3000＝1', '−1'])(
    'lets no spreadsheet run %j', (text) => expect(csv([text])).toMatch(/\r\n"?'/),
  );

  it('gives back every text that it was given, read by the rules of RFC 4180', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
      const [, row = []] = read(csv(texts).slice(1));
      expect(row.map((field, index) => (field === `'${texts[index]}` ? texts[index] : field))).toEqual(texts);
    }));
  });
});

function read(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        field += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) field += text[at++];
    rows.at(-1)!.push(field);
    if (text[at] === ',') at += 1;
    else {
      at += 2;
      rows.push([]);
    }
  }
  return rows;
}
