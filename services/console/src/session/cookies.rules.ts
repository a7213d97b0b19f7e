export interface CookieOptions {
  path: '/';
  httpOnly: true;
  sameSite: 'lax';
  secure: boolean;
  maxAge?: number;
}

/** A browser takes a `__Host-` cookie over TLS alone, from this host alone and for all of its paths: no neighbour can set one. */
const named = (isSecure: boolean, name: string): string => `${isSecure ? '__Host-' : ''}wenzheng-${name}`;

export const sessionCookie = (isSecure: boolean): string => named(isSecure, 'session');

/** One for each sign-in under way, so that those of two tabs do not meet. */
export const signInCookie = (isSecure: boolean, state: string): string => named(isSecure, `sign-in-${state.slice(0, 8)}`);

/** The cookies of sign-ins under way among all that came, those beyond a few left over: each is some hundred bytes of every request. */
export function abandonedSignIns(isSecure: boolean, names: readonly string[], kept = 4): string[] {
  const prefix = signInCookie(isSecure, '');
  return names.filter((name) => name.startsWith(prefix)).slice(0, -kept);
}

/** Lax, not Strict: whoever comes by the link of a notification is signed in. */
export const cookieOptions = (isSecure: boolean, maxAge?: number): CookieOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure,
  ...(maxAge === undefined ? {} : { maxAge }),
});
