/** A cookie for the paths below `path` alone, that no script reads. */
export interface OwnCookie {
  name: string;
  path: string;
}

/** @param isFollowed a link from another site brings it along, which says nothing but how a page is liked; else no other site sends it */
export const setCookie = ({ name, path }: OwnCookie, value: string, { seconds, isSecure, isFollowed = false }: { seconds: number; isSecure: boolean; isFollowed?: boolean }): string =>
  `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=${isFollowed ? 'Lax' : 'Strict'}${isSecure ? '; Secure' : ''}`;

export function readCookie({ name }: OwnCookie, header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name && value.length > 0) return value.join('=') || null;
  }
  return null;
}
