const longest = 2_000;

/**
 * Where a sign-in leads back to: a path of the console's own, or else its first page. Browsers take `//host`, `/\host` and blanks before
 * them for another host, so what decides is where the address would lead.
 */
export function ownPath(back: string | undefined, consoleUrl: string): string {
  if (!back || back.length > longest || !/^\/(?![/\\])/.test(back) || /[\p{Cc}\\]/u.test(back)) return '/';
  const url = URL.parse(back, consoleUrl);
  if (!url || url.origin !== new URL(consoleUrl).origin) return '/';
  // These lead on at once or answer no page.
  if (/^\/(?:sign-in|session|api)(?:\/|$)/.test(url.pathname)) return '/';
  const path = url.pathname + url.search + url.hash;
  return path.startsWith('//') ? '/' : path;
}
