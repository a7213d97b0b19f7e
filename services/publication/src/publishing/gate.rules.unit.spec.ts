import { describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { gateReplies } from './gate.rules.js';

const reply = (text: string) => ({ text, interim: false, historical: false });

describe('R03: a reply that says only that the letter was received or passed on is none', () => {
  it.each([
    '已收悉',
    '网友：您好！留言已收悉',
    '您的留言已收悉。关于您反映的问题，已转F1区调查处理。',
    '您好，您所反映的问题，已转交相关部门调查处置。',
    '“UU0082291”您好！您反映的问题已转相关部门核实处理，有关情况将及时反馈。感谢您对K4县工作的支持，祝您事事顺心。2019年9月3日',
    '您反映的情况已收悉，现已转交给河路口镇政府，待核实后给您答复，请耐心等待，谢谢！2019年12月4日',
  ])('returned: %s', (text) => {
    expect(gateReplies(reply(text))).toEqual(['no-outcome']);
  });

  it.each([
    ['an outcome after the receipt', '您的留言已收悉。路灯已于9月20日修复。'],
    ['a refusal with its reason', '您反映的问题已收悉，因不属于B2区管辖权限范围内，建议您向B市电业局反馈。'],
    ['where to turn', '您反映的问题已转红十字会。如有问题，请电话咨询市红十字会，电话：0745-2235116。'],
    ['a date', '您的来信已收悉，工程将于2027年5月底前完工。'],
    ['a short answer', '你好。如果你是重度残疾人，是可以领取护理补贴的。'],
    ['a matter settled by now', '收到您反映的情况后，我们迅速转教体局。目前事情已得到妥善处理。'],
    ['nothing about receipt', '感谢您对我们工作的关心、监督与支持。'],
  ])('passed: %s', (_, text) => {
    expect(gateReplies(reply(text))).toEqual([]);
  });

  it('an interim reply may say so, and a historical one is not judged again', () => {
    expect(gateReplies({ text: '已收悉', interim: true, historical: false })).toEqual([]);
    expect(gateReplies({ text: '已收悉', interim: false, historical: true })).toEqual([]);
  });

  it.each(['', '。', '……！', '\u3164\u3164\u3164', '\u115f\u1160', '\u200b\ufeff', '好', '\u{e0041}\u{e0042}'])('%p says nothing and is returned', (text) => {
    expect(gateReplies(reply(text))).toEqual(['no-content']);
  });

  it.each(['属实', '已修复。', 'OK', '是的'])('%s is short and passes', (text) => {
    expect(gateReplies(reply(text))).toEqual([]);
  });

  it.each(['\u0301\u0316', '转', '1', '请', '尊敬的', '，', '问题'])('eight times as much of %j takes some eight times as long, not 64 times', (unit) => {
    const costOf = (length: number): number => {
      const text = `ab${unit.repeat(length / unit.length)}`;
      return Math.min(...Array.from({ length: 10 }, () => {
        const before = process.cpuUsage();
        gateReplies(reply(text));
        const { user, system } = process.cpuUsage(before);
        return user + system;
      }));
    };
    expect(costOf(72_000)).toBeLessThan(32 * Math.max(costOf(9_000), 2_000));
  });

  it('of 1,988 real replies between 7 and 10 per cent would be returned, none longer than 160 characters', () => {
    const rows = readJsonLines<{ reply: string }>(material('messages/replies.jsonl'));
    const returned = rows.filter((row) => gateReplies(reply(row.reply)).length > 0);
    expect(returned.length / rows.length).toBeGreaterThan(0.07);
    expect(returned.length / rows.length).toBeLessThan(0.1);
    expect(Math.max(...returned.map((row) => row.reply.trim().length))).toBeLessThan(160);
  });
});
