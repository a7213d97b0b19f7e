import ipaddr from 'ipaddr.js';

/**
 * Whether an address lies in the public internet. Loopback, private, link-local (with the cloud's metadata service),
 * carrier-grade NAT, multicast, reserved and translated addresses do not.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  // `process` turns an IPv4-mapped IPv6 address into the IPv4 address that it reaches.
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** Where webhooks may go beside the public internet by https. */
export interface WebhookReach {
  /** Private, loopback and link-local networks. */
  allowPrivate: boolean;
  /** In the open: webhooks carry people's matters. */
  allowHttp: boolean;
}

export const mayCarry = (url: URL, { allowHttp }: WebhookReach): boolean => url.protocol === 'https:' || (allowHttp && url.protocol === 'http:');

/** The address to call, or null: https, without credentials. */
export function readWebhookUrl(text: string, reach: WebhookReach): URL | null {
  if (text.length > 2_000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!mayCarry(url, reach) || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url;
}
