import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { MessageBody } from './message-body.js';
import { contentHashOf } from './content-hash.js';
import { authorHashOf, titleOf, visibilityOf } from './message.rules.js';

const body: MessageBody = {
  externalId: 'p-1',
  occurredAt: '2026-11-23T08:59:00+08:00',
  author: { externalId: 'u-1' },
  text: '和平路夜间路灯不亮。',
};

describe('the canonical form of a message (RFC 8785)', () => {
  it('does not depend on the order of keys, white space or escapes', () => {
    const other = JSON.parse(`{"text":"\\u548c平路夜间路灯不亮。", "author":{"externalId":"u-1"},"occurredAt":"2026-11-23T08:59:00+08:00","externalId":"p-1"}`) as unknown;
    expect(contentHashOf(other)).toEqual(contentHashOf(body));
  });

  it('differs when anything that was sent differs', () => {
    expect(contentHashOf({ ...body, visibility: 'public' })).not.toEqual(contentHashOf(body));
    expect(contentHashOf({ ...body, text: `${body.text} ` })).not.toEqual(contentHashOf(body));
  });

  it('is that of the published test vector', () => {
    // RFC 8785, section 3.2.2, without its numbers.
    const hash = contentHashOf({ string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] });
    expect(hash).toEqual(contentHashOf(JSON.parse(String.raw`{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}`)));
  });
});

describe('what is registered', () => {
  it('a report of wrongdoing 举报 is private whatever was chosen', () => {
    expect(visibilityOf('report', 'public')).toBe('private');
    expect(visibilityOf('complaint', 'public')).toBe('public');
    expect(visibilityOf(undefined, 'private')).toBe('private');
    expect(visibilityOf(undefined, undefined)).toBe('public');
  });

  it('a message without a title takes the first line of its text, cut without breaking a character', () => {
    expect(titleOf('路灯', 'x')).toBe('路灯');
    expect(titleOf(undefined, '\t\n　　尊敬的领导：\r\n我反映')).toBe('尊敬的领导：');
    expect(titleOf('  ', '第一行\n第二行')).toBe('第一行');
    expect(titleOf('？', '……\n第二行')).toBe('第二行');
    expect(titleOf(undefined, '𠮷'.repeat(60))).toBe(`${'𠮷'.repeat(49)}…`);
    expect(titleOf(undefined, '路'.repeat(50))).toBe('路'.repeat(50));
    expect(titleOf(undefined, '👨‍👩‍👧'.repeat(60))).toMatch(/^(?:👨‍👩‍👧)+…$/u);
    expect(titleOf(undefined, '👨‍👩‍👧'.repeat(60)).length).toBeLessThanOrEqual(200);
  });

  it.each(Array.from({ length: 40 }, (_, index) => 20 + index))('no part of a number is left in a title that would be cut behind %i characters of another', (before) => {
    for (const number of ['13812345678', '11010519491231002X', '6222020200112233446', '138 1234 5678', 'zhang.san@example.com']) {
      expect(titleOf(undefined, `${'路'.repeat(before)}，${number}。${'灯'.repeat(30)}`)).not.toMatch(/[0-9a-z]/i);
    }
  });

  it('a number that goes on in the next line is hidden before the lines are parted', () => {
    expect(titleOf(undefined, '我的电话138\n12345678')).toBe('我的电话〔手机号已隐去〕');
  });

  it('the same person has another hash on another channel, and no separator can be forged', () => {
    const key = createSecretKey(Buffer.alloc(32, 1));
    expect(authorHashOf(key, 'board', 'u')).toMatch(/^[0-9a-f]{64}$/);
    expect(authorHashOf(key, 'board', 'u')).toBe(authorHashOf(key, 'board', 'u'));
    expect(authorHashOf(key, 'board', 'u')).not.toBe(authorHashOf(key, 'forum', 'u'));
    expect(authorHashOf(key, 'board', 'u')).not.toBe(authorHashOf(createSecretKey(Buffer.alloc(32, 2)), 'board', 'u'));
  });
});
