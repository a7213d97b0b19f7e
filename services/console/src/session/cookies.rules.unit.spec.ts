import { describe, expect, it } from '@jest/globals';
import { abandonedSignIns, cookieOptions, sessionCookie, signInCookie } from './cookies.rules.js';

describe('a cookie', () => {
  it('is this host’s alone where the console has TLS: no neighbour can plant one', () => {
    expect([sessionCookie(true), signInCookie(true, 'abcdefghij')]).toEqual(['__Host-wenzheng-session', '__Host-wenzheng-sign-in-abcdefgh']);
    expect(cookieOptions(true)).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure: true });
  });

  it('is sent without TLS on a developer’s machine alone', () => {
    expect([sessionCookie(false), cookieOptions(false).secure]).toEqual(['wenzheng-session', false]);
  });

  it('of sign-ins that were left goes, but for the last few', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((state) => signInCookie(false, state));
    expect(abandonedSignIns(false, ['other', ...names])).toEqual(names.slice(0, 2));
  });
});
