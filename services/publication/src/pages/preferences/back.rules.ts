/**
 * A path of our own to lead back to, from what a stranger can have written: an address, or a path; the home page where it leads elsewhere.
 * @param publicUrl of the portal
 */
export function ownPath(address: string | undefined, publicUrl: string): string {
  const { origin } = new URL(publicUrl);
  const found = URL.parse(address ?? '/', origin);
  if (!found || found.origin !== origin || found.pathname.startsWith('//')) return '/';
  return `${found.pathname}${found.search}`;
}
