import type { FastifyReply } from 'fastify';
import { readCookie, type OwnCookie } from './cookie.js';
import { languageTags } from './language.js';
import { readerNow } from './reader.js';

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: browsers then send `Origin: null` with a form, and the origin is what guards forms.
  'referrer-policy': 'same-origin',
};

/**
 * A page for one reader alone: kept nowhere. Its forms send their origin along, and no other site learns its address.
 * @param headers beside those of every page, or in their place
 */
export function sendOwnPage(body: string, reply: FastifyReply, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  void reply.status(status).headers({ ...pageHeaders, 'content-language': languageTags[readerNow().language], 'cache-control': 'no-store', ...headers }).send(body);
}

/** For a page with a script of our own. */
export const withScript = { 'content-security-policy': `${pageHeaders['content-security-policy']}; script-src 'self'` };

/**
 * Whether a form was sent from our own pages. Browsers say so in `Sec-Fetch-Site`, and everywhere in `Origin`; one that
 * says neither is refused.
 */
export function isOwnForm(headers: { 'sec-fetch-site'?: unknown; origin?: unknown }, publicUrl: string): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin';
  return headers.origin === new URL(publicUrl).origin;
}

/** With it the reader shows who has written a message: publication sets it, and intake's pages for writers ask for it too. */
export const ticketCookie: OwnCookie = { name: 'wenzheng_ticket', path: '/query' };

export function readTicket(header: string | undefined): string | null {
  const value = readCookie(ticketCookie, header);
  return value && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? value : null;
}
