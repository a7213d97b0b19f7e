import type { IncomingHttpHeaders } from 'node:http';

/** What of a browser's request a service is to know. No cookie, no token of the browser's, nothing that concerns one connection. */
const passedOn = ['accept', 'accept-language', 'content-type', 'if-none-match', 'if-modified-since', 'if-match', 'idempotency-key', 'last-event-id'];

/** And of a service's answer, the browser. A service sets no cookie here. */
const passedBack = [
  'content-type', 'content-language', 'content-length', 'content-disposition', 'etag', 'last-modified', 'cache-control', 'location', 'link', 'retry-after', 'x-accel-buffering', 'content-security-policy',
];

export function requestHeaders(headers: IncomingHttpHeaders, { token, address }: { token: string; address: string }): Record<string, string> {
  const passed = passedOn.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as const] : []));
  return { ...Object.fromEntries(passed), 'accept-encoding': 'identity', 'x-forwarded-for': address, authorization: `Bearer ${token}` };
}

/** A place that the service names by its own path is one below the console's; the address of another host leads nobody there. */
export function responseHeaders(headers: IncomingHttpHeaders, service: string): Record<string, string> {
  const passed = Object.fromEntries(passedBack.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as const] : [])));
  const { location, ...others } = passed;
  return {
    ...others,
    'cache-control': passed['cache-control'] ?? 'no-store',
    ...(location && /^\/(?![/\\])/.test(location) ? { location: `/api/${service}${location}` } : {}),
  };
}
