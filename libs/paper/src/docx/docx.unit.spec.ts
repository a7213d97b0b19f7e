import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { heading, paragraph, type Paper } from '../paper.js';
import { samplePaper } from '../paper.fixture.js';
import { paperDocx } from './docx.js';

async function opened(paper: Paper): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(unzipSync(await paperDocx(paper))).filter(([name]) => name.endsWith('.xml')).map(([name, bytes]) => [name, strFromU8(bytes)]));
}
const words = (xml: string) => [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('');
const table = { kind: 'table' as const, caption: '单位：件', columns: [{ head: '单位', width: 60, align: 'left' as const }, { head: '受理', width: 20, align: 'right' as const }], rows: [['市住建局', '3'], ['市水务局', '4']] };

describe('a paper as a file', () => {
  it('has the grid of 22 lines with 28 characters and the margins of the standard', async () => {
    const { 'word/document.xml': xml = '' } = await opened({ ...samplePaper, form: 'document' });
    expect(xml).toMatch(/<w:docGrid (?=[^>]*w:type="lines")(?=[^>]*w:linePitch="580")/);
    // 16 pt and a quarter less, 28 times: 441 of the 442.2 points of 156 mm.
    expect(new Set([...xml.matchAll(/<w:rPr>(?=(?:(?!<\/w:rPr>).)*<w:sz w:val="32"\/>)(?:(?!<\/w:rPr>).)*<\/w:rPr>/g)].map(([properties]) => /<w:spacing w:val="(-?\d+)"/.exec(properties)?.[1]))).toEqual(new Set(['-5']));
    expect(xml).toMatch(/<w:pgMar (?=[^>]*w:top="2098")(?=[^>]*w:right="1474")(?=[^>]*w:bottom="1984")(?=[^>]*w:left="1587")/);
    expect(xml).toMatch(/<w:pgSz (?=[^>]*w:w="11906")(?=[^>]*w:h="16838")/);
    expect(xml).toContain('仿宋_GB2312');
  });

  it('has every part in its order, and 签发人 where there is one alone', async () => {
    const full: Paper = { ...samplePaper, form: 'document', signatory: '张三', blocks: [heading('一、督办事项'), table, paragraph('特此报告。')], attachments: ['各单位办理情况'] };
    const text = words((await opened(full))['word/document.xml']!);
    const parts = ['淮岭市人民政府督查室', '淮督〔2026〕12号', '签发人：张三', '督办通知', '市住房和城乡建设局：', '一、督办事项', '市水务局', '特此报告。', '附件：各单位办理情况', '抄送：市政府办公室。', '2026年9月19日印发'];
    const places = parts.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(words((await opened({ ...full, signatory: null, copies: [] }))['word/document.xml']!)).not.toMatch(/签发人|抄送/);
  });

  it('anchors 版记 to the foot of the page, and turns the sheet of a wide annex', async () => {
    const { 'word/document.xml': xml = '' } = await opened({ ...samplePaper, form: 'document', annexes: [{ title: '各单位办理情况', isWide: true, blocks: [table] }] });
    expect(xml).toMatch(/<w:tblpPr (?=[^>]*w:vertAnchor="margin")(?=[^>]*w:tblpYSpec="bottom")/);
    expect(xml).toMatch(/<w:pgSz (?=[^>]*w:orient="landscape")(?=[^>]*w:w="16838")/);
    expect(xml.match(/<w:docGrid/g)).toHaveLength(2);
  });

  it('a letter has its mark and rules on the first page, and no line of printing', async () => {
    const files = await opened(samplePaper);
    const heads = Object.entries(files).filter(([name]) => /header\d/.test(name)).map(([, xml]) => xml).join('');
    expect(words(heads)).toContain('淮岭市人民政府督查室');
    expect(heads).toContain('thickThin');
    expect(words(files['word/document.xml']!)).not.toContain('印发');
    expect(files['word/document.xml']).toContain('<w:titlePg');
  });

  it('numbers its pages outside: odd ones right, even ones left', async () => {
    const files = await opened({ ...samplePaper, form: 'document' });
    expect(files['word/settings.xml']).toContain('evenAndOddHeaders');
    const feet = Object.entries(files).filter(([name]) => /footer\d/.test(name)).map(([, xml]) => /w:jc w:val="(\w+)"/.exec(xml)?.[1]);
    expect(feet.toSorted()).toEqual(['left', 'right']);
    const inFeet = Object.entries(files).filter(([name]) => /footer\d/.test(name)).map(([, xml]) => /<w:rFonts [^>]*>/.exec(xml)?.[0]);
    for (const font of inFeet) expect(font).toMatch(/(?=.* w:ascii="宋体")(?=.* w:hAnsi="宋体")/);
  });
});
