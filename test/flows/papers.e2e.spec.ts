/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fontsAtHand } from '@wenzheng/local';
import { GlyphsLacking, heading, paperPage, paperPdf, paragraph, sheetsOf, type Annex, type Paper, type PaperFonts } from '@wenzheng/paper';
import { cityFonts } from '@wenzheng/printing';
import type { Browser, Page } from 'playwright-core';
import { axeFaults, openBrowser, widerThanWindow } from '../support/browser.js';
import { readPdf, type PdfPage } from '../support/pdf.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 240_000);
afterAll(() => browser?.close());

const annexOf = (rows: number): Annex => ({
  title: '各单位办理情况', isWide: false,
  blocks: [{
    kind: 'table', caption: '单位：件', columns: [{ head: '单位', width: 60, align: 'left' }, { head: '受理', width: 20, align: 'right' }],
    rows: Array.from({ length: rows }, (_, index) => ['市住房和城乡建设局', String(index)]),
  }],
});
const paper: Paper = {
  form: 'document', mark: '淮岭市人民政府督查室文件', number: '淮督通〔2026〕12号', signatory: null, title: '关于2026年9月网民留言办理情况的通报', to: '各县、区人民政府',
  blocks: [paragraph('国'.repeat(28 * 60)), heading('一、总体情况'), paragraph('自2026年9月1日至2026年9月30日受理留言318件，其中11件超期。'.repeat(12)), paragraph('特此通报。')],
  attachments: ['各单位办理情况'], from: '淮岭市人民政府督查室', on: '2026年10月12日', copies: ['市委办公室', '市监察委员会'], printedBy: '淮岭市人民政府督查室', isDraft: false,
  annexes: [annexOf(60)],
};

const widths = [1366, 600, 390, 320];
const millimetres = 25.4 / 96;
const open = async (made: Paper): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  await page.setContent(paperPage(made));
  await page.evaluate(() => document.fonts.ready);
  return page;
};

describe('a paper in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open(paper);
  }, 60_000);
  afterAll(() => page?.close());

  it('has sheets of A4 whose full lines hold 28 characters over 156 mm, and 22 lines over 225 mm', async () => {
    const full = await page.evaluate(() => {
      const sheet = document.querySelectorAll('.sheet')[1]!;
      const at = sheet.getBoundingClientRect();
      const lines = [...sheet.querySelectorAll('.line')].map((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        const { left, right, top, height } = line.getBoundingClientRect();
        const text = range.getBoundingClientRect();
        return { length: line.textContent!.length, left: left - at.left, right: right - at.left, textRight: text.right - at.left, top: top - at.top, height };
      });
      return { width: at.width, height: at.height, lines };
    });
    expect(full.width * millimetres).toBeCloseTo(210, 1);
    expect(full.height * millimetres).toBeCloseTo(297, 1);
    expect(full.lines).toHaveLength(22);
    for (const [index, line] of full.lines.entries()) {
      expect(line.length).toBe(28);
      expect(line.left * millimetres).toBeCloseTo(28, 1);
      expect(Math.abs(line.textRight * millimetres - 184)).toBeLessThan(0.5);
      expect(line.top * millimetres).toBeCloseTo(37 + (index * 225) / 22, 0);
      expect(line.height * millimetres).toBeCloseTo(225 / 22, 1);
    }
  });

  it('leaves the margins free: nothing but the number of the page stands outside 版心', async () => {
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('.sheet')].flatMap((sheet) => {
        const { left, top } = sheet.getBoundingClientRect();
        const mm = 96 / 25.4;
        return [...sheet.querySelectorAll('.line, td, th, .printed, .signature p, .mark')].flatMap((each) => {
          const range = document.createRange();
          range.selectNodeContents(each);
          const box = range.getBoundingClientRect();
          const held = box.left - left >= 28 * mm - 1 && box.right - left <= 184 * mm + 2 && box.top - top >= 37 * mm - 1 && box.bottom - top <= 262 * mm + 2;
          return held ? [] : [`${each.className} ${each.textContent}`];
        });
      }),
    );
    expect(outside).toEqual([]);
  });

  it('has 版记 once, with its last rule on the foot of the last sheet’s 版心', async () => {
    const found = await page.evaluate(() =>
      [...document.querySelectorAll('.imprint')].map((imprint) => {
        const sheet = imprint.closest('.sheet')!;
        return { isLast: sheet === [...document.querySelectorAll('.sheet')].at(-1), foot: imprint.getBoundingClientRect().bottom - sheet.getBoundingClientRect().top };
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.isLast).toBe(true);
    expect(found[0]!.foot * millimetres).toBeCloseTo(262, 0);
  });

  it('breaks no number and no date, at any width of a telephone either', async () => {
    for (const width of [1366, 430, 390, 360, 320]) {
      await page.emulateMedia({ media: width > 500 ? 'print' : 'screen' });
      await page.setViewportSize({ width, height: 800 });
      const broken = await page.evaluate(() => [...document.querySelectorAll('.unit')].filter((unit) => unit.getClientRects().length > 1).map((unit) => unit.textContent));
      expect([width, broken]).toEqual([width, []]);
      expect([width, await page.evaluate(() => document.querySelectorAll('.unit').length > 30)]).toEqual([width, true]);
    }
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1366, height: 900 });
  });

  it('no table reaches into what follows', async () => {
    const over = await page.evaluate(() => [...document.querySelectorAll('.table')].map((box) => box.firstElementChild!.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom));
    expect(over.length).toBeGreaterThan(1);
    expect(Math.max(...over)).toBeLessThan(1);
  });

  it('is printed on as many sheets as were set, upright and turned', async () => {
    const turned = await open({ ...paper, annexes: [{ ...paper.annexes[0]!, isWide: true }] });
    const [sheets, pdf] = await Promise.all([turned.evaluate(() => [...document.querySelectorAll('.sheet')].map((sheet) => sheet.classList.contains('wide'))), turned.pdf({ preferCSSPageSize: true, printBackground: true })]);
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => Number(width) > Number(height));
    expect(sheets).toContain(true);
    expect(boxes.toSorted()).toEqual(sheets.toSorted());
    await turned.close();
  });

  it('of a letter has the mark over the title on a telephone too', async () => {
    const letter = await open({ ...paper, form: 'letter', printedBy: null, annexes: [] });
    await letter.emulateMedia({ media: 'screen' });
    for (const width of [1366, 600, 390]) {
      await letter.setViewportSize({ width, height: 800 });
      const [mark, number, title] = await letter.evaluate(() => ['.mark', '.number', 'h1'].map((part) => document.querySelector(part)!.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
      expect([width, mark!.bottom <= number!.bottom && number!.top >= mark!.top && mark!.bottom <= title!.top && number!.bottom <= title!.top + 1]).toEqual([width, true]);
    }
    await letter.close();
  });

  it('is no wider than the window', async () => {
    await page.emulateMedia({ media: 'screen' });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await widerThanWindow(page)]).toEqual([width, 0]);
    }
  });

  it('has no fault that axe finds, as a sheet and on a telephone', async () => {
    // Of every part one, and a table that goes on: axe looks at each line, and finds nothing more on the hundredth.
    const brief = await open({ ...paper, blocks: [heading('一、总体情况'), paragraph('自2026年9月1日至2026年9月30日受理留言318件，其中11件超期。'), paragraph('特此通报。')], annexes: [annexOf(40)] });
    await brief.emulateMedia({ media: 'screen' });
    for (const width of widths) {
      await brief.setViewportSize({ width, height: 800 });
      expect([width, await axeFaults(brief)]).toEqual([width, []]);
    }
    await brief.close();
  }, 180_000);
});

describe('the same paper as PDF', () => {
  const mm = 72 / 25.4;
  const named: Paper = { ...paper, signatory: '喆堃祎赟昇', annexes: [annexOf(30), { ...annexOf(30), isWide: true }], attachments: ['甲', '乙'] };
  let fonts: PaperFonts;
  let bytes: Uint8Array;
  let pages: PdfPage[];
  beforeAll(async () => {
    fonts = (await cityFonts((await fontsAtHand())!))!;
    bytes = await paperPdf(named, fonts);
    pages = readPdf(bytes);
  }, 60_000);

  it('has the sheets of the page with the same words, upright and turned, and carries what it uses of its fonts', () => {
    const sheets = sheetsOf(named);
    expect(pages.map(({ width, height }) => width > height)).toEqual(sheets.map(({ isWide }) => isWide));
    for (const [index, { fragments }] of sheets.entries()) {
      const words = pages[index]!.texts.map(({ text }) => text).join('');
      for (const fragment of fragments) if (fragment.kind === 'text') for (const { text } of fragment.set) expect(words).toContain(text);
    }
    const file = Buffer.from(bytes).toString('latin1');
    const used = [...file.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name!);
    expect(used.filter((name) => !/^[A-Z]{6}\+/.test(name))).toEqual([]);
    expect(file.match(/\/FontFile[23]? /g)!.length).toBe(new Set(used).size);
    expect(bytes.length).toBeLessThan(1_000_000);
  });

  it('has 22 lines of 28 characters over 156 × 225 mm', () => {
    const lines = pages[1]!.texts.filter(({ size }) => size === 16);
    expect(lines.map(({ text }) => [...text].length)).toEqual(Array.from({ length: 22 }, () => 28));
    for (const [index, { x, y }] of lines.entries()) {
      expect(x / mm).toBeCloseTo(28, 1);
      expect((y - lines[0]!.y) / mm).toBeCloseTo((index * 225) / 22, 1);
      expect(y / mm).toBeLessThan(262);
    }
    expect((lines[0]!.y - 0.88 * 16) / mm).toBeGreaterThanOrEqual(37);
  });

  it('numbers odd pages right and even ones left, and has 版记 on the foot of the last', () => {
    const folios = pages.map(({ width, texts, height }) => ({ isWide: width > height, at: texts.filter(({ size }) => size === 14) })).slice(0, 4);
    expect(folios.map(({ at }) => [at.map(({ text }) => text).join(''), at[0]!.x > 105 * mm])).toEqual([['— 1 —', true], ['— 2 —', false], ['— 3 —', true], ['— 4 —', false]]);
    const last = pages.at(-1)!.texts;
    expect(last.map(({ text }) => text).join('')).toBe('抄送：市委办公室，市监察委员会。淮岭市人民政府督查室2026年10月12日印发');
    expect(Math.max(...last.map(({ y }) => y)) / mm).toBeGreaterThan(255);
    expect(Math.max(...last.map(({ y }) => y)) / mm).toBeLessThan(262);
  });

  it('has 喆堃祎赟昇, and is not made with a character that no font has', async () => {
    expect(pages[0]!.texts.map(({ text }) => text).join('')).toContain('签发人：喆堃祎赟昇');
    const made = paperPdf({ ...named, to: '\u{E000}某某\u{323AF}' }, fonts);
    await expect(made).rejects.toThrow(GlyphsLacking);
    await expect(made).rejects.toMatchObject({ characters: ['\u{E000}', '\u{323AF}'] });
  });
});
