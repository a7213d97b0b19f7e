import { describe, expect, it } from '@jest/globals';
import { refusalOfFile } from './attachment.rules.js';

describe('a file that is chosen for a draft', () => {
  it.each([
    ['计划.pdf', 1, 0, null], ['照片.JPG', 10 * 1024 * 1024, 8, null],
    ['计划.pdf', 1, 9, '最多带9个附件'], ['计划.doc', 1, 0, '不是可以接收的文件'], ['没有扩展名', 1, 0, '不是可以接收的文件'],
    ['空.txt', 0, 0, '空文件'], ['录像.pdf', 10 * 1024 * 1024 + 1, 0, '超过10 MB'],
  ])('%s of %i bytes beside %i others: %s', (name, size, already, words) => {
    const refusal = refusalOfFile({ name, size }, already);
    if (words === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(words);
  });
});
