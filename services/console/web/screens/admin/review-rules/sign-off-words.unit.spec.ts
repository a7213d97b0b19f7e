import { expect, it } from '@jest/globals';
import { scopeWords, stepChoices, stepsWords } from './sign-off-words.js';

it('says who approves and who signs; the last step signs', () => {
  expect(stepChoices.map(({ code, steps }) => [code, stepsWords(steps)])).toEqual([
    ['two', '审核人审核，主要负责人签发'], ['one', '审核人或主要负责人签发'], ['principal', '主要负责人签发'], ['none', '网管员直接签发'], ['general', '适用更一般的规则'],
  ]);
});

it('says of whom it holds', () => {
  expect([scopeWords(null, null), scopeWords('市水务局', null), scopeWords(null, 'complaint'), scopeWords('市水务局', 'complaint')]).toEqual(['全市通用', '市水务局', '全部单位的投诉', '市水务局的投诉']);
});
