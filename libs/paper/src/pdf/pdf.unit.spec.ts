import { describe, expect, it } from '@jest/globals';
import { fontFile } from '@wenzheng/testing';
import { paragraph, type Paper } from '../paper.js';
import { samplePaper } from '../paper.fixture.js';
import { fontsOf } from './fonts.js';
import { GlyphsLacking, paperPdf } from './pdf.js';
import { TypeCase } from './type-case.js';

const figures = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const paper: Paper = { ...samplePaper, blocks: [paragraph('国')] };
const chinese = `${figures}国—${JSON.stringify(samplePaper)}签发人：草稿抄送：，。印年月日`;
const namesFor = (fonts: ReturnType<typeof fontsOf>, face: 'fang' | 'folio' | 'figures') => fonts![face].map(({ name }) => name);

describe('fonts in files of their own', () => {
  const fonts = fontsOf([fontFile('FangSong', chinese), fontFile('SimSun', chinese), fontFile('Times New Roman', figures)])!;

  it('set a paper, and are carried in it', async () => {
    const file = Buffer.from(await paperPdf(paper, fonts)).toString('latin1');
    expect([...file.matchAll(/\/BaseFont \/[A-Z]{6}\+(\S+)/g)].map(([, name]) => name)).toContain('FangSong');
    expect(file).toMatch(/\/FontFile2 /);
  });

  it('of the number of a page are 宋体, its figures too, and Times elsewhere', () => {
    const types = new TypeCase(fonts);
    expect(types.runs('— 12 —', 'folio').map(({ text, font }) => [text, font])).toEqual([...'— 12 —'].map((character) => [character, 'SimSun']));
    expect(types.runs('国12', 'fang').map(({ text, font }) => [text, font])).toEqual([['国', 'FangSong'], ['12', 'Times New Roman']]);
  });

  it('need not have what is not seen: selectors of variants, joiners', async () => {
    const text = '国\u{E0100}国\uFE0F\u200D';
    expect(new TypeCase(fonts).runs(text, 'fang').map((run) => run.text)).toEqual(['国国']);
    await expect(paperPdf({ ...paper, to: text }, fonts)).resolves.toBeDefined();
    await expect(paperPdf({ ...paper, to: '喆' }, fonts)).rejects.toThrow(GlyphsLacking);
  });
});

describe('what a font lacks', () => {
  it('is looked for in Chinese fonts with serifs, in other Chinese ones, and at last in those without Chinese characters', () => {
    const fonts = fontsOf([fontFile('Sakkal', 'ش'), fontFile('SimHei', chinese), fontFile('STSong', chinese), fontFile('FangSong', chinese)]);
    expect(namesFor(fonts, 'fang')).toEqual(['FangSong', 'STSong', 'SimHei', 'Sakkal']);
    expect(new TypeCase(fonts!).lacking('国ش')).toEqual([]);
  });

  it('is not looked for in fonts of pictures, which cannot be set, nor in what is no font', () => {
    const fonts = fontsOf([fontFile('Emoji', '😀', { COLR: Buffer.alloc(4) }), Buffer.from('no font'), fontFile('FangSong', chinese)]);
    expect(namesFor(fonts, 'fang')).toEqual(['FangSong']);
    expect(new TypeCase(fonts!).lacking('国😀')).toEqual(['😀']);
    expect(fontsOf([fontFile('Sakkal', 'ش')])).toBeNull();
  });
});
