import { expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { xlsxOf } from './xlsx.js';

/** The texts of the file's cells as Excel shows them: it reads _xHHHH_ as a character. */
async function shown(...texts: string[]): Promise<string[]> {
  const files = unzipSync(await xlsxOf({ name: 'x', preamble: texts, columns: texts, rows: [texts], notes: [[texts[0] ?? '', '', '']] }));
  const words = Object.entries(files).filter(([name]) => name.endsWith('.xml')).map(([, bytes]) => strFromU8(bytes)).join('');
  return [...words.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text = '']) => text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))));
}

it('a text is in Excel what it was, also where Excel would read it otherwise', async () => {
  for (const text of ['_x0041_单位', '市_x000D_局', '__x0041__', '_x005F_', '_x004', '供水_X0041_管网']) expect(await shown(text)).toContain(text);
});

it('the same sheet is the same file: no part of it bears the time of writing', async () => {
  const file = await xlsxOf({ name: 'x', preamble: [], columns: ['名称', '率'], rows: [['市住建局', { decimal: '90.00' }]], notes: [] });
  const parts = Object.keys(unzipSync(file));
  const stamps = [...file.toString('latin1').matchAll(/PK\x01\x02.{8}(.{4})/gs)].map(([, stamp = '']) => Buffer.from(stamp, 'latin1').toString('hex'));
  expect(stamps).toEqual(parts.map(() => '00002100'));
});
