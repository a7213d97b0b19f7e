import { expect, it } from '@jest/globals';
import { refusalWords } from './send.js';

it('a refusal is told in the platform’s own words, with its fields and what to do', () => {
  expect(refusalWords(400, { code: 'invalid-request', detail: '请求有误：类别。', errors: [{ pointer: '/kind', code: 'invalid_value' }] })).toBe('没有受理（400 invalid-request）：请求有误：类别。\n  /kind：invalid_value\n请按提示修改后再发。');
  expect(refusalWords(401, { code: 'intake.channel-key-invalid', detail: '渠道密钥缺失或无效。' })).toContain('请重新启动平台');
  expect(refusalWords(503, { code: 'intake.overloaded', detail: '稍后重试。' })).toContain('不会重复受理');
  expect(refusalWords(502, {})).toBe('没有受理（502）：平台没有说明原因。\n平台内部出错，请看 npm start 所在终端的日志。');
});
