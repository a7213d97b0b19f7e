import { describe, expect, it } from '@jest/globals';
import { hiding, placeOf } from './hiding.rules.js';

const all = (words: string) => ({ words, place: null });

describe('words that are hidden', () => {
  it('are hidden wherever they stand, or in one place', () => {
    expect(hiding('张三说，张三不同意。', [all('张三')])).toBe('〔内容已隐去〕说，〔内容已隐去〕不同意。');
    expect(hiding('张三说，张三不同意。', [{ words: '张三', place: 1 }])).toBe('张三说，〔内容已隐去〕不同意。');
  });

  it('are one gap where they overlap or touch', () => {
    expect(hiding('住和平路3号201室的张三', [all('和平路3号201室'), all('201室的张三'), all('路3')])).toBe('住〔内容已隐去〕');
    expect(hiding('张三李四', [all('张三'), all('李四')])).toBe('〔内容已隐去〕');
  });

  it('stay hidden when a number among them is hidden or shown since', () => {
    for (const [then, now] of [['联系张三0554-1234567。', '联系张三〔电话已隐去〕。'], ['联系张三〔电话已隐去〕。', '联系张三0554-1234567。']]) {
      expect(hiding(now!, [all(then!.slice(2, -1))])).toBe('联系〔内容已隐去〕。');
    }
  });

  it('take the whole text with them where they are not found any more', () => {
    expect(hiding('完全不同的内容', [all('张三')])).toBe('〔内容已隐去〕');
  });
});

describe('a selection', () => {
  const text = '张三说，张三不同意，张三签字。';

  it('means the place in the whole text, whatever is hidden before it', () => {
    const first = placeOf({ from: 4, to: 6 }, text, text, [])!;
    expect(first).toEqual({ words: '张三', place: 1 });
    const shown = hiding(text, [first]);
    const from = shown.lastIndexOf('张三');
    expect(placeOf({ from, to: from + 2 }, shown, text, [first])).toEqual({ words: '张三', place: 2 });
  });

  it.each([[{ from: 3, to: 3 }], [{ from: 100, to: 103 }]])('%j means nothing', (selected) => {
    expect(placeOf(selected, text, text, [])).toBeNull();
  });

  it('does not cut through what stands for a number', () => {
    const shown = '电话〔手机号已隐去〕';
    expect(placeOf({ from: 4, to: 7 }, shown, shown, [])).toBeNull();
    expect(placeOf({ from: 0, to: shown.length }, shown, shown, [])).toEqual({ words: shown, place: 0 });
  });
});
