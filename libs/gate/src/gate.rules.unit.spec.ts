import { describe, expect, it } from '@jest/globals';
import { growthOf, material, readJsonLines } from '@wenzheng/testing';
import { findings, type FindingCode } from './findings.js';
import { judgeReply, type GateContext } from './gate.rules.js';
import { good } from './good.fixture.js';
import { borderlineReplies, worthlessReplies } from './real-replies.fixture.js';
import { worthless } from './worthless.fixture.js';

const codes = (text: string, context?: GateContext): FindingCode[] => judgeReply(text, context).map(({ code }) => code);
const blocked = (text: string): boolean => judgeReply(text).some(({ weight }) => weight === 'hard');

describe('R03: a reply is worth what it says', () => {
  it('of replies in the words of many offices each worthless one is caught and no good one is blocked', () => {
    expect(worthless.filter((text) => !blocked(text))).toEqual([]);
    expect(good.filter(blocked)).toEqual([]);
  });

  it('of 1,988 real replies at least 95 in 100 worthless ones are caught, and at most 2 in 1,000 good ones blocked', () => {
    const rows = readJsonLines<{ id: string; reply: string }>(material('messages/replies.jsonl')).filter(({ id }) => !borderlineReplies.has(id));
    const empty = rows.filter(({ id }) => worthlessReplies.has(id));
    const full = rows.filter(({ id }) => !worthlessReplies.has(id));
    expect(empty.length).toBe(197);
    expect(empty.filter(({ reply }) => blocked(reply)).length / empty.length).toBeGreaterThanOrEqual(0.95);
    expect(full.filter(({ reply }) => blocked(reply)).length / full.length).toBeLessThanOrEqual(0.002);
  });

  // Length says nothing: a good sentence is good within any amount of padding, and padding stays padding.
  it('judges by what is said, whatever stands around it', () => {
    const padding = worthless.filter((text) => text.length > 30).join('\n');
    expect(padding.length).toBeGreaterThan(2_000);
    expect(blocked(padding)).toBe(true);
    expect(codes(`${padding}\n路灯已于9月20日修复。`)).toEqual([]);
  });

  it.each(['', '。', '……！', '\u3164\u3164\u3164', '\u115f\u1160', '\u200b\ufeff', '好', '\u{e0041}\u{e0042}'])('%p has nothing to read', (text) => {
    expect(codes(text)).toEqual(['no-content']);
  });

  it.each<[FindingCode, string]>([
    ['no-outcome', '您的来信已收悉，现已转市住建局办理。'],
    ['turned-away', '不知道，请自行联系。'],
    ['turned-away', '请向有关部门反映。'],
    ['office-without-way', '请咨询市教育局。'],
  ])('%s: %s', (code, text) => {
    expect(judgeReply(text)).toEqual([expect.objectContaining({ code, ...findings[code] })]);
  });

  it('an office with the way to it is an answer', () => {
    expect(codes('请咨询市教育局，电话0554-6678901。')).toEqual([]);
  });
});

describe('what goes with a reply', () => {
  it.each(['路灯已修复，详见附件。', '处理情况如下图所示，已清运完毕。', '违建已拆除。附件：现场照片'])('missing: %s', (text) => {
    expect(codes(text, { attachments: 0 })).toEqual(['missing-attachment']);
    expect(codes(text, { attachments: 1 })).toEqual([]);
    expect(codes(text)).toEqual([]);
  });

  it('an attachment of a document that is cited is no attachment of the reply', () => {
    expect(codes('依据《城市道路管理条例》附件2，占道费为每平方米3元。', { attachments: 0 })).toEqual([]);
  });
});

describe('a reply to another message', () => {
  const context = { number: 'HN20261123-0001', linkedNumbers: ['HN20261101-0007'], ownNames: ['市城管局', '市城市管理局'], otherUnits: ['市住建局', '市公安局'] };

  it('says its number', () => {
    expect(judgeReply('您的来信HN20261123-0002已办结，路灯已修复。', context)).toEqual([expect.objectContaining({ code: 'other-number', weight: 'soft', quote: 'HN20261123-0002' })]);
    expect(codes('您的来信HN20261123-0001及HN20261101-0007已办结，路灯已修复。', context)).toEqual([]);
  });

  it('is signed by another unit; a unit that is spoken of has signed nothing', () => {
    expect(codes('路灯已修复。\n市住建局\n2026年11月24日', context)).toEqual(['other-unit']);
    expect(codes('路灯已修复。\n市城市管理局 2026年11月24日', context)).toEqual([]);
    expect(codes('该路灯由市住建局管理，昨日已修复。', context)).toEqual([]);
  });

  it('is the same as the reply to it', () => {
    const text = '经核实，该路段路灯因线路老化熄灭，市城管局已于9月20日更换电缆并恢复照明，欢迎继续监督。';
    expect(judgeReply(text, { others: [{ number: 'HN20261120-0009', text: `${text}！` }] })).toEqual([expect.objectContaining({ code: 'same-as-other', quote: 'HN20261120-0009' })]);
    expect(codes(text, { others: [{ number: 'HN20261120-0009', text: '经核实，井盖已于9月21日更换，欢迎继续监督。' }] })).toEqual([]);
  });
});

describe('persons in a reply', () => {
  it.each<[FindingCode, string]>([
    ['other-name', '尊敬的张女士：您好！路灯已修复。'],
    ['signed-by-person', '路灯已修复。\n张建国'],
    ['signed-by-person', '路灯已修复。局长：李卫东 2026年11月24日'],
    ['third-person', '经查，患者王秀英，出院时费用已结清。'],
    ['third-person', '经查，店主刘建军已停业整改。'],
    ['third-person', '该户身份证号340403197801012233重复登记，已更正。'],
  ])('%s: %s', (code, text) => {
    expect(judgeReply(text)).toEqual([expect.objectContaining({ code, weight: 'soft' })]);
  });

  it.each(['经查，店主刘某已停业整改。', '该店负责人为两名合伙人，已停业整改。', '学生和家长可于9月1日报名。', '路灯已修复。\n市城管局'])('none: %s', (text) => {
    expect(codes(text)).toEqual([]);
  });

  it('a number is never quoted', () => {
    expect(JSON.stringify(judgeReply('该户身份证号340403197801012233重复登记，已更正。'))).not.toContain('340403');
  });
});

it.each(['\u0301\u0316', '转', '1', '请', '尊敬的', '，', '问题', '请向有关', '关于您反映', '张建国'])('eight times as much of %j takes some eight times as long, not 64 times', (unit) => {
  const about = { number: 'HN20261123-0001', attachments: 0, ownNames: ['市城管局'], otherUnits: ['市住建局'] };
  expect(growthOf((length) => judgeReply(`ab${unit.repeat(length / unit.length)}`, about), 4_500)).toBeLessThan(32);
});
