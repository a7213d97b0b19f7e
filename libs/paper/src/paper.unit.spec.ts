import { expect, it } from '@jest/globals';
import { numbered, paragraph } from './paper.js';

it('parts are numbered as they come, and one without words is none', () => {
  const parts = [{ title: '督办事项', blocks: [paragraph('甲')] }, { title: '领导批示', blocks: [] }, { title: '办理要求', blocks: [paragraph('乙')] }];
  expect(numbered(parts).flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual(['一、督办事项', '二、办理要求']);
});
