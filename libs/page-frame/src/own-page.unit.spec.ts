import { describe, expect, it } from '@jest/globals';
import { readCookie, setCookie } from './cookie.js';
import { isOwnForm, readTicket, ticketCookie } from './own-page.js';

describe('the ticket’s cookie', () => {
  it('is Secure where the portal is https, and never read by scripts or sent by other sites', () => {
    expect(setCookie(ticketCookie, 'a.b.c', { seconds: 900, isSecure: true })).toBe('wenzheng_ticket=a.b.c; Path=/query; Max-Age=900; HttpOnly; SameSite=Strict; Secure');
    expect(setCookie(ticketCookie, '', { seconds: 0, isSecure: false })).toBe('wenzheng_ticket=; Path=/query; Max-Age=0; HttpOnly; SameSite=Strict');
    expect(setCookie({ name: 'liked', path: '/' }, 'x', { seconds: 9, isSecure: false, isFollowed: true })).toBe('liked=x; Path=/; Max-Age=9; HttpOnly; SameSite=Lax');
  });

  it.each([
    ['a=1; wenzheng_ticket=a.b-_.c; z', 'a.b-_.c'],
    ['wenzheng_ticket=', null],
    ['wenzheng_ticket=a.b', null],
    ['xwenzheng_ticket=a.b.c', null],
    ['wenzheng_ticket=a.b.c\u0000', null],
    [undefined, null],
  ])('%p holds %p', (header, ticket) => {
    expect(readTicket(header)).toBe(ticket);
  });

  it('of another name is another cookie, and its value may hold what cookies hold', () => {
    const cookie = { name: 'one', path: '/one' };
    expect(readCookie(cookie, 'none=1; one=a=b; two=c')).toBe('a=b');
    expect([readCookie(cookie, 'onex=1'), readCookie(cookie, 'one='), readCookie(cookie, 'one'), readCookie(cookie, undefined)]).toEqual([null, null, null, null]);
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://wz.example' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'https://wz.example' }, true],
    [{ origin: 'http://wz.example' }, false],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('a form with %p is our own: %p', (headers, own) => {
    expect(isOwnForm(headers, 'https://wz.example/')).toBe(own);
  });
});
