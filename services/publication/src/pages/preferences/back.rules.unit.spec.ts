import { describe, expect, it } from '@jest/globals';
import { ownPath } from './back.rules.js';

const publicUrl = 'https://wz.example/';

describe('a choice leads back', () => {
  it.each([
    ['/messages?q=%E8%B7%AF%E7%81%AF&page=2', '/messages?q=%E8%B7%AF%E7%81%AF&page=2'],
    ['https://wz.example/messages/HN20260918-0001#text', '/messages/HN20260918-0001'],
    ['/', '/'],
    [undefined, '/'],
    ['', '/'],
  ])('from %p to %p', (address, path) => expect(ownPath(address, publicUrl)).toBe(path));

  it.each(['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/', 'https://wz.example.evil.example/', 'https://wz.example@evil.example/', 'javascript:alert(1)', 'http://wz.example/', '/\t/evil.example', '/.//evil.example', 'data:text/html,x', 'https://wz.example//evil.example'])(
    'to the home page, and not to %p',
    (address) => expect(ownPath(address, publicUrl)).toBe('/'),
  );

  it('without a line of its own in the header', () => expect(ownPath('/a\r\nSet-Cookie: x=1', publicUrl)).toBe('/aSet-Cookie:%20x=1'));
});
