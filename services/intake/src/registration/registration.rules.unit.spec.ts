import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { messageBodySchema, type MessageBody } from './message-body.js';
import { authorHashOf, contentHashOf, isInFuture, refusalOf, titleOf, visibilityOf } from './registration.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
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

describe('a body', () => {
  const accepts = (change: object) => messageBodySchema.safeParse({ ...body, ...change }).success;

  it('may be as long as the longest, and no longer', () => {
    expect(accepts({ text: '路'.repeat(20_000), title: '题'.repeat(200), externalId: 'x'.repeat(200) })).toBe(true);
    expect(accepts({ text: '路'.repeat(20_001) })).toBe(false);
    expect(accepts({ title: '题'.repeat(201) })).toBe(false);
    expect(accepts({ externalId: 'x'.repeat(201) })).toBe(false);
  });

  it('keeps tabs and line feeds at the beginning, as real messages have them', () => {
    expect(messageBodySchema.parse({ ...body, text: '\t\t\n　　尊敬的领导' }).text).toBe('\t\t\n　　尊敬的领导');
  });

  it.each([
    ['an empty text', { text: '' }],
    ['a blank text', { text: ' \t\n　' }],
    ['U+0000 in the text', { text: 'a\u0000b' }],
    ['a lone surrogate in the text', { text: 'a\ud800' }],
    ['U+0000 in the author', { author: { externalId: 'u\u0000' } }],
    ['a lone surrogate in a name', { author: { externalId: 'u', displayName: '\udc00' } }],
    ['U+0000 in a nested key', { author: { externalId: 'u', 'x\u0000': 1 } }],
    ['a lone surrogate in a nested key', { author: { externalId: 'u', contact: { '\ud800': 'x' } } }],
    ['a mistyped field', { visiblity: 'private' }],
    ['a local time', { occurredAt: '2026-11-23T08:59:00' }],
    ['a date that does not exist', { occurredAt: '2026-02-30T08:59:00Z' }],
    ['an unknown kind', { kind: 'praise' }],
    ['a number as externalId', { externalId: 7 }],
    ['no author', { author: undefined }],
    ['a text that says nothing', { text: '。' }],
    ['a text that shows nothing', { text: '\u3164' }],
    ['control characters in its text', { text: '路灯\u001b[31m' }],
    ['control characters in its title', { title: '路灯\u0007' }],
    ['a year that no business speaks of', { occurredAt: '0000-01-01T00:00:00Z' }],
    ['a time before that year in UTC', { occurredAt: '1900-01-01T00:00:00+14:00' }],
  ])('with %s is refused', (_, change) => expect(accepts(change)).toBe(false));
});

describe('refusals', () => {
  it('a channel may be five minutes ahead of us and no more', () => {
    expect(isInFuture(new Date('2026-11-23T09:05:00+08:00'), now)).toBe(false);
    expect(refusalOf({ ...body, occurredAt: '2026-11-23T09:05:00.001+08:00' }, now)).toBe('intake.occurred-in-future');
  });

  it('attachments must be empty for now', () => {
    expect(refusalOf({ ...body, attachments: [] }, now)).toBeNull();
    expect(refusalOf({ ...body, attachments: [{ name: 'a.jpg' }] }, now)).toBe('intake.attachments-not-accepted');
  });

  it('an Idempotency-Key repeats the externalId, bare or quoted, in any script', () => {
    expect(refusalOf(body, now, 'p-1')).toBeNull();
    expect(refusalOf(body, now, '"p-1"')).toBeNull();
    expect(refusalOf({ ...body, externalId: '留言1' }, now, Buffer.from('留言1').toString('latin1'))).toBeNull();
    expect(refusalOf({ ...body, externalId: 'a"b' }, now, String.raw`"a\"b"`)).toBeNull();
    expect(refusalOf(body, now, 'p-2')).toBe('intake.idempotency-key-mismatch');
    expect(refusalOf(body, now, '')).toBe('intake.idempotency-key-mismatch');
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
  });

  it('the same person has another hash on another channel, and no separator can be forged', () => {
    const key = createSecretKey(Buffer.alloc(32, 1));
    expect(authorHashOf(key, 'board', 'u')).toMatch(/^[0-9a-f]{64}$/);
    expect(authorHashOf(key, 'board', 'u')).toBe(authorHashOf(key, 'board', 'u'));
    expect(authorHashOf(key, 'board', 'u')).not.toBe(authorHashOf(key, 'forum', 'u'));
    expect(authorHashOf(key, 'board', 'u')).not.toBe(authorHashOf(createSecretKey(Buffer.alloc(32, 2)), 'board', 'u'));
  });
});
