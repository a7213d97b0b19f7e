import { describe, expect, it } from '@jest/globals';
import { enclosuresOf, type Part } from './enclosure.rules.js';

const part = (name: string | undefined, bytes: number, more: Partial<Part> = {}): Part => ({ filename: name, contentType: 'application/pdf', content: Buffer.alloc(bytes, 1), ...more });
const names = (parts: Part[]) => {
  const { taken, left } = enclosuresOf(parts);
  return { taken: taken.map(({ externalId, name }) => [externalId, name]), left };
};

describe('what is enclosed in a letter', () => {
  it('is known by its place, and has a name that can be kept', () =>
    expect(names([part('合同\r\n 第二页.pdf', 5), part(undefined, 5), part('\ud800坏.pdf', 5)])).toEqual({ taken: [['part-1', '合同 第二页.pdf'], ['part-2', '未命名文件'], ['part-3', '\ufffd坏.pdf']], left: [] }));

  it('is a picture that was pasted into the text, and not the sign of a firm', () => {
    const pasted = { contentType: 'image/jpeg', related: true };
    expect(names([part(undefined, 30_000, pasted), part('logo.png', 2_000, pasted), part('style.css', 30_000, { contentType: 'text/css', related: true })])).toEqual({ taken: [['part-1', '正文图片']], left: [] });
  });

  it('is left in the letter when it is empty, too large or too much, and named', () => {
    const many = Array.from({ length: 10 }, (_, index) => part(`${index}.pdf`, 5));
    expect(names([part('空.pdf', 0), part('大.pdf', 10 * 1024 * 1024 + 1), ...many])).toEqual({ taken: Array.from({ length: 9 }, (_, index) => [`part-${index + 3}`, `${index}.pdf`]), left: ['空.pdf', '大.pdf', '9.pdf'] });
  });

  it('is no report of a mail server', () => expect(names([part(undefined, 5, { contentType: 'message/delivery-status' })])).toEqual({ taken: [], left: [] }));
});
