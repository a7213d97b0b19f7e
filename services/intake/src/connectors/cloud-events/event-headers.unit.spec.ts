import { describe, expect, it } from '@jest/globals';
import { attributesOf } from './event-headers.js';

describe('the attributes in ce- headers', () => {
  it('are percent-decoded once, without quotes, in any script', () => {
    const text = '留言 "1" 50%';
    expect(attributesOf({
      'ce-id': encodeURIComponent(text), 'ce-source': '/board', 'ce-subject': Buffer.from('淮南').toString('latin1'), 'ce-quoted': String.raw`"a\"b%25"`, 'ce-once': '%2541',
      'content-type': 'application/json', traceparent: 'x',
    })).toEqual({ id: text, source: '/board', subject: '淮南', quoted: 'a"b%', once: '%41' });
  });

  it.each(['%', '%4', '%zz', '%ff', '%ED%A0%80', Buffer.from([0xc3]).toString('latin1')])('are refused where they mean nothing: %s', (value) => {
    expect(() => attributesOf({ 'ce-id': value })).toThrow(expect.objectContaining({ code: 'invalid-request', options: expect.objectContaining({ errors: [{ pointer: '/headers/ce-id', code: 'invalid_format' }] }) }));
  });
});
