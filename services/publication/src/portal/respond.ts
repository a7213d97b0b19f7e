import { createHash } from 'node:crypto';
import { pageHeaders } from '@wenzheng/page-frame';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A body as it is sent, written out once for all who read it, with the tag that tells its versions apart. */
export interface Rendered {
  body: Buffer;
  etag: string;
}

export function rendered(text: string): Rendered {
  const body = Buffer.from(text);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

const shared = { 'cache-control': 'public, max-age=30' };

/** @param headers in the place of those of every page */
export function sendPage(page: Rendered, request: FastifyRequest, reply: FastifyReply, headers: Readonly<Record<string, string>> = {}): void {
  sendCacheable(page, { ...pageHeaders, ...shared, ...headers }, request, reply);
}

export function sendJson(page: Rendered, request: FastifyRequest, reply: FastifyReply): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', ...shared };
  sendCacheable(page, headers, request, reply);
}

function sendCacheable(page: Rendered, headers: Record<string, string>, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(headers).header('etag', page.etag);
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(page.etag) || known?.includes('*')) void reply.status(304).send();
  else void reply.send(page.body);
}
