import { describe, expect, it } from '@jest/globals';
import { messageBodySchema, type MessageBody } from './message-body.js';

const body: MessageBody = {
  externalId: 'p-1',
  occurredAt: '2026-11-23T08:59:00+08:00',
  author: { externalId: 'u-1' },
  text: '和平路夜间路灯不亮。',
};

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

  it('has line feeds where Word and Excel have their own line ends', () => {
    const { text, title, author } = messageBodySchema.parse({ ...body, text: '一\v二\f三\u0085四_x000D_\n五_x000D_六\r\n七', title: '路灯\v不亮', author: { externalId: 'u', displayName: '张\u0085三' } });
    expect([text, title, author.displayName]).toEqual(['一\n二\n三\n四\n五\n六\r\n七', '路灯\n不亮', '张\n三']);
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
