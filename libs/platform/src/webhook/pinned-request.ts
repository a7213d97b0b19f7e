import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isPublicAddress, mayCarry, type WebhookReach } from './address.js';
import { retryAfterSeconds } from './retry-after.js';

const timeoutMs = 15_000;
const responseLimit = 64 * 1024;

/** The name has no address, or one where no webhook may go, or the call would be readable on its way. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

export interface PinnedResponse {
  status: number;
  /** As its `Retry-After` asks. */
  retryAfterSeconds: number | undefined;
  /** Empty when there was more of it than is kept. */
  body: string;
}

/**
 * The address that a host name stands for now. One private address among several refuses the name.
 * @throws AddressRefusedError
 */
export async function resolveAddress(hostname: string, { allowPrivate }: Pick<WebhookReach, 'allowPrivate'>): Promise<LookupAddress> {
  const addresses = await lookup(hostname.replace(/^\[(.*)\]$/, '$1'), { all: true }).catch(() => []);
  const [first] = addresses;
  if (!first) throw new AddressRefusedError('the host name has no address');
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new AddressRefusedError('the host name has an address that is not public');
  }
  return first;
}

/** POSTs JSON as {@link requestPinned} does; 15 seconds are all it gets. */
export const postPinned = (url: URL, headers: Record<string, string>, body: string, reach: WebhookReach): Promise<PinnedResponse> =>
  requestPinned(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body, signal: AbortSignal.timeout(timeoutMs) }, reach);

export interface PinnedRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Ends the call, from the look-up to the end of the answer. */
  signal: AbortSignal;
  /** Of a longer answer nothing is kept. Default 64 KiB. */
  mostBytes?: number;
}

/**
 * Asks exactly the address that was checked, whatever the name stands for a moment later. Redirects are not followed.
 * @throws AddressRefusedError
 */
export async function requestPinned(url: URL, { method, headers = {}, body = '', signal, mostBytes = responseLimit }: PinnedRequest, reach: WebhookReach): Promise<PinnedResponse> {
  if (!mayCarry(url, reach)) throw new AddressRefusedError('the address is not https');
  const address = await withinSignal(resolveAddress(url.hostname, reach), signal);
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(method === 'POST' && { 'content-length': bytes.length }), 'user-agent': 'wenzheng' },
    // Node asks for one address or for all of them, as its own connection logic pleases.
    lookup: (_name, how, done) => (how.all ? done(null, [address]) : done(null, address.address, address.family)),
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      readBounded(response, mostBytes).then(
        (text) => resolve({ status: response.statusCode ?? 0, retryAfterSeconds: retryAfterSeconds(response.headers['retry-after'], new Date()), body: text }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

async function readBounded(response: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      response.destroy();
      return '';
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function withinSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
