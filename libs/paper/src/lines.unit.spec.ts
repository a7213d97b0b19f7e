import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cell, core, size, spacing } from './grid.rules.js';
import { linesOf, titleLines, widthOf } from './lines.rules.js';
import { piecesOf, unitsOf } from './units.rules.js';

const body = { width: core.width, size: size.body, spacing: spacing.body, first: 2, rest: 0 };
const texts = (text: string, setting = body) => linesOf(text, setting).map((line) => line.text);

const words = ['网民留言', '督办', '，', '。', '（', '）', '“', '”', '2026年11月30日', '3个工作日', '淮府办〔2011〕118号', 'ZX20261130-0001', '0554-6678901', '15时30分', '98.5%', '的', '请', '、', '𠮷', '第3次'];
const prose = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 120 }).map((parts) => parts.join(''));

describe('a line', () => {
  it('holds 28 characters, the first of a paragraph two less', () => {
    expect(texts('国'.repeat(60)).map((line) => line.length)).toEqual([26, 28, 6]);
    expect(widthOf('国'.repeat(28), body)).toBeCloseTo(28 * cell, 6);
  });

  it.each([
    ['2026年11月30日'], ['11月30日'], ['淮督〔2026〕12号'], ['3个工作日'], ['15时05分'], ['20261130-ZX-0001'], ['0554-6678901'], ['98.5%'], ['1,234件'], ['第3次'],
  ])('never ends within %s', (unit) => {
    for (let before = 0; before < 30; before += 1) {
      const lines = texts(`${'国'.repeat(before)}${unit}${'国'.repeat(20)}`);
      expect(lines.filter((line) => line.includes(unit))).toHaveLength(1);
    }
  });

  it('is no wider than the page, loses nothing, begins with no 、。） and ends with no （“', () => {
    fc.assert(
      fc.property(prose, (text) => {
        const lines = linesOf(text, body);
        expect(lines.map((line) => line.text).join('')).toBe(text);
        for (const [index, { text: line, indent }] of lines.entries()) {
          // What may stand nowhere else is bound to what it follows, however much of it there is.
          if (piecesOf(line).length > 1) expect(widthOf(line, body) + indent * cell).toBeLessThanOrEqual(core.width + 0.02);
          if (index > 0 && piecesOf(text).every((piece) => widthOf(piece, body) <= core.width)) expect(line).not.toMatch(/^[，。、；：？！）”]/u);
          if (index < lines.length - 1 && piecesOf(text).every((piece) => widthOf(piece, body) <= core.width)) expect(line).not.toMatch(/[（“]$/u);
        }
        expect(lines.map(({ isEnd }) => isEnd)).toEqual(lines.map((_, index) => index === lines.length - 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it('cuts what no line holds, and every line end begins a paragraph', () => {
    expect(texts('a'.repeat(200)).length).toBeGreaterThan(2);
    expect(linesOf('一\n二', body).map(({ text, indent }) => [text, indent])).toEqual([['一', 2], ['二', 2]]);
  });
});

it('a title is broken between words, into lines that are about even', () => {
  const setting = { width: core.width - 44, size: size.title, spacing: 0 };
  expect(titleLines('关于2026年9月网民留言办理情况的通报', setting)).toHaveLength(1);
  const lines = titleLines('关于和平路地面塌陷有关网民留言反映重大问题的报告', setting);
  expect(lines).toHaveLength(2);
  expect(lines.join('')).toBe('关于和平路地面塌陷有关网民留言反映重大问题的报告');
  expect(Math.abs(lines[0]!.length - lines[1]!.length)).toBeLessThanOrEqual(4);
  expect(lines[0]).not.toMatch(/网$/);
});

it('units make up the text', () => {
  fc.assert(fc.property(prose, (text) => expect(unitsOf(text).join('')).toBe(text)));
});
