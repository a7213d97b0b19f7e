import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readRows, rowOf } from './rows.js';

const schema = z.object({ text: z.string('缺少 is missing'), worthless: z.boolean('应为 true 或 false is true or false') });

describe('a row to evaluate on', () => {
  it('is what the schema wants, without other columns', () => {
    expect(rowOf(1, '{"text": "已修复", "worthless": false, "id": 7}', schema)).toEqual({ text: '已修复', worthless: false });
  });

  it.each([
    ['{"text": "已修复"', 'line 4: 不是一个 JSON 对象 is no JSON object (not json)'],
    ['{"text": "已修复", "worthless": "no"}', 'line 4: worthless 应为 true 或 false is true or false'],
    ['{"worthless": true}', 'line 4: text 缺少 is missing'],
  ])('%s is refused by its number and field', (line, reason) => {
    expect(() => rowOf(4, line, schema)).toThrow(reason);
  });

  it('a file that is not there is named', async () => {
    await expect(readRows('/nowhere/rows.jsonl', schema)).rejects.toThrow('/nowhere/rows.jsonl: 没有这个文件 there is no such file');
  });
});
