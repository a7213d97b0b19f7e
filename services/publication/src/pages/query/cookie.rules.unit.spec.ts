import { describe, expect, it } from '@jest/globals';
import { clearTicket, isOwnForm, readTicket, setTicket } from './cookie.rules.js';

describe('the ticket’s cookie', () => {
  it('is Secure where the portal is https, and never read by scripts or sent by other sites', () => {
    expect(setTicket('a.b.c', { seconds: 900, isSecure: true })).toBe('wenzheng_ticket=a.b.c; Path=/query; Max-Age=900; HttpOnly; SameSite=Strict; Secure');
    expect(clearTicket({ isSecure: false })).toBe('wenzheng_ticket=; Path=/query; Max-Age=0; HttpOnly; SameSite=Strict');
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
