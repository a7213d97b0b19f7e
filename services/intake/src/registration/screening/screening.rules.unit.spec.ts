import { describe, expect, it } from '@jest/globals';
import { Arrivals } from './arrivals.js';
import { isLinksOnly, massTextOf, suspicionsOf } from './screening.rules.js';

const policy = { authorPerHour: 20, sameTextPerHour: 10 };
const once = { ofAuthor: 1, ofText: 1 };

describe('what looks like spam or abuse', () => {
  it.each([
    ['https://example.com/a?b=1', true], ['@淮岭发布 http://t.cn/A6x', true], ['看这里 www.example.com', true], ['ｅｘａｍｐｌｅ．ｃｏｍ！', true],
    ['请修好和平路的路灯，照片见 https://example.com/1.jpg', false], ['路灯不亮', false], ['👍', false],
  ])('%s consists of links: %s', (text, expected) => expect(isLinksOnly(text)).toBe(expected));

  it('a text that leads elsewhere is the same text whatever its spaces, width and points; one that leads nowhere is many people’s matter', () => {
    expect(massTextOf('贷款 加微信：abc 123')).toBe(massTextOf('贷款加微信ａｂｃ　123。'));
    expect(massTextOf('联系 138 5541 2345')).not.toBeNull();
    expect(massTextOf('坚决反对在小区门口建变电站！')).toBeNull();
  });

  it('is held beyond what the rules allow, with every reason, and not at what they allow', () => {
    expect(suspicionsOf('请修路灯', { ofAuthor: 20, ofText: 10 }, policy)).toEqual([]);
    expect(suspicionsOf('https://example.com', { ofAuthor: 21, ofText: 11 }, policy)).toEqual(['flooding', 'mass-text', 'links-only']);
    expect(suspicionsOf('请修路灯', once, policy)).toEqual([]);
  });

  it('is counted within the hour, and what comes again under its own id once', () => {
    const arrivals = new Arrivals();
    const [start, hour] = [1_000_000, 3_600_000];
    expect(['a', 'b', 'a', 'c'].map((id) => arrivals.count('key', id, start, 20))).toEqual([1, 2, 2, 3]);
    expect(arrivals.count('key', 'd', start + hour - 1, 20)).toBe(4);
    expect(arrivals.count('key', 'e', start + hour, 20)).toBe(2);
    expect(Array.from({ length: 5 }, (_, index) => arrivals.count('flood', String(index), start, 2)).at(-1)).toBe(3);
  });
});
