import { expect, it } from '@jest/globals';
import { ownPath } from './back.rules.js';

const own = (back: string | undefined) => ownPath(back, 'https://console.example');

it.each(['/', '/queue', '/signing/0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01?done=sign', '/search?q=%E8%B7%AF%2F%2F#row', '/sign-inbox'])('%s is a place of the console’s own', (back) => {
  expect(own(back)).toBe(back);
});

it.each([
  undefined, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example', '/\r\n/evil.example', ' //evil.example', 'javascript:alert(1)', 'data:text/html,x', 'queue',
  '/.//evil.example', '/x/..//evil.example', '/%09/../..//evil.example', `/${'x'.repeat(2_000)}`, '/sign-in', '/sign-in/callback?code=x', '/session/end', '/api/routing/v1/units', 'http:evil.example', '/\u0000/x',
])('%j leads to the first page', (back) => {
  expect(own(back)).toBe('/');
});
