import { isIPv4 } from 'node:net';

/**
 * Whom limits count as one caller, by the address a request came from: one of IPv4, or the /64 of IPv6, all of whose addresses one
 * subscriber has (RFC 6177).
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (isIPv4(mapped ?? address)) return mapped ?? address;
  // A URL writes an address of IPv6 in one way: hexadecimal, without leading zeros, the longest run of zeros left out.
  const url = URL.parse(`http://[${address.replace(/%.*/, '')}]/`);
  if (!url) return address;
  const [head = '', tail] = url.hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return `${[...(before ?? []), ...Array<string>(zeros).fill('0'), ...(after ?? [])].slice(0, 4).join(':')}::/64`;
}
