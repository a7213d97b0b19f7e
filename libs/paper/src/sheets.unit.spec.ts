import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOfPage } from './grid.rules.js';
import { heading, paragraph, type Block, type Paper, type Table } from './paper.js';
import { samplePaper } from './paper.fixture.js';
import { sheetsOf, type Sheet } from './sheets.rules.js';

const used = ({ fragments }: Sheet) => fragments.reduce((sum, { lines }) => sum + lines, 0);
const contentOf = ({ fragments }: Sheet) => fragments.flatMap<unknown>((fragment) => (fragment.kind === 'text' ? fragment.set : fragment.kind === 'table' ? fragment.rows : []));
const signed = (sheets: readonly Sheet[]) => sheets.find(({ fragments }) => fragments.some(({ kind }) => kind === 'signature'))!;

const table = (rows: number): Table => ({
  kind: 'table', caption: null, columns: [{ head: '受理编号及事由', width: 60, align: 'left' }, { head: '超期', width: 20, align: 'center' }],
  rows: Array.from({ length: rows }, (_, index) => [`20260918-${index}\n小区停水没有通知，居民多次反映`, '超期5个工作日']),
});
const blocks = fc.array(
  fc.oneof(fc.constant(heading('一、督办事项')), fc.integer({ min: 1, max: 200 }).map((count) => paragraph('国'.repeat(count))), fc.integer({ min: 1, max: 30 }).map(table)),
  { minLength: 1, maxLength: 14 },
).map((made): Block[] => [...made, paragraph('特此函告，请予查收并函复。')]);
const papers = fc.record({ blocks, form: fc.constantFrom('document', 'letter') as fc.Arbitrary<'document' | 'letter'>, copies: fc.constantFrom([], ['市政府办公室'], Array.from({ length: 12 }, () => '市住房和城乡建设局')) })
  .map((parts): Paper => ({ ...samplePaper, ...parts }));

describe('sheets of any paper', () => {
  it('hold 22 lines at most; the signature shares its sheet with two lines or rows; no heading stands last; 版记 is at the foot of the last', () => {
    fc.assert(
      fc.property(papers, (paper) => {
        const sheets = sheetsOf(paper);
        for (const sheet of sheets) expect(used(sheet) + (sheet.imprint?.lines ?? 0)).toBeLessThanOrEqual(linesOfPage);
        expect(contentOf(signed(sheets)).length).toBeGreaterThanOrEqual(2);
        for (const { fragments } of sheets) expect(fragments.at(-1)).not.toMatchObject({ kind: 'text', role: 'heading' });
        expect(sheets.slice(0, -1).every(({ imprint }) => imprint === null)).toBe(true);
        expect(sheets.at(-1)!.imprint !== null).toBe(paper.form === 'document' || paper.copies.length > 0);
        expect(sheets.at(-1)!.fragments.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('break no sentence of a few lines where the signature takes some of it over, and leave its sheet unfilled', () => {
    for (let rows = 1; rows <= 40; rows += 1) {
      const sheets = sheetsOf({ ...samplePaper, blocks: [table(rows), paragraph(`请于${'国'.repeat(40)}。`), paragraph('联系人：张某。')] });
      const opening = sheets.flatMap(({ fragments }) => fragments).filter((fragment) => fragment.kind === 'text' && fragment.set[0]!.text.startsWith('请于'));
      expect(opening).toMatchObject([{ lines: 2 }]);
    }
  });

  it('lose no row of a table, and repeat its head', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (count) => {
        const tables = sheetsOf({ ...samplePaper, blocks: [table(count), paragraph('特此函告，请予查收并函复。')] }).flatMap(({ fragments }) => fragments.filter((fragment) => fragment.kind === 'table'));
        expect(tables.flatMap(({ rows }) => rows.map(([first]) => first![0]))).toEqual(Array.from({ length: count }, (_, index) => `20260918-${index}`));
        for (const { head } of tables) expect(head[0]!.join('')).toBe('受理编号及事由');
      }),
    );
  });
});

describe('numbers of sheets and 版记', () => {
  it('a letter has none on its first, and no 版记 without copies', () => {
    const sheets = sheetsOf({ ...samplePaper, form: 'letter', copies: [], blocks: [paragraph('国'.repeat(1_000))] });
    expect(sheets.map(({ folio }) => folio)).toEqual([null, 2, 3].slice(0, sheets.length));
    expect(sheets.at(-1)!.imprint).toBeNull();
  });

  it('a document without copies has the line of its printing alone: never 抄送：无', () => {
    const imprint = sheetsOf({ ...samplePaper, form: 'document', copies: [] }).at(-1)!.imprint;
    expect(imprint).toMatchObject({ lines: 1, copies: [], printed: { on: '2026年9月19日印发' } });
  });

  it('a turned sheet at the end is followed by one with the 版记, and without a number', () => {
    const annexes = [{ title: '各单位办理情况', isWide: true, blocks: [table(40)] }];
    const sheets = sheetsOf({ ...samplePaper, form: 'document', annexes });
    expect(sheets.filter(({ isWide }) => isWide).length).toBeGreaterThan(1);
    expect(sheets.at(-1)).toMatchObject({ isWide: false, folio: null, fragments: [] });
    expect(sheets.at(-1)!.imprint).not.toBeNull();
  });

  it('a row that no sheet holds goes on in another', () => {
    const rows = [['国'.repeat(3_000), '一']];
    const sheets = sheetsOf({ ...samplePaper, blocks: [{ ...table(1), rows }, paragraph('特此函告。')] });
    const cut = sheets.flatMap(({ fragments }) => fragments.flatMap((fragment) => (fragment.kind === 'table' ? fragment.rows : [])));
    expect(cut.flatMap(([first]) => first!).join('')).toHaveLength(3_000);
    for (const sheet of sheets) expect(used(sheet)).toBeLessThanOrEqual(linesOfPage);
  });
});
