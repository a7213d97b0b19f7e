import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { languageTags, pageHeaders, readerNow, varying } from '@wenzheng/page-frame';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A body as it is sent, written out once for all who read it, with the tag that tells its versions apart. */
export interface Rendered {
  body: Buffer;
  etag: string;
  /** The body in gzip, from the first reader on who takes it so. */
  packed?: Buffer;
  /** Under which {@link FreshPages} has it; none where it is not kept. */
  address?: string;
}

/** An answer that was sent, without what it said. */
export interface Kept {
  address: string;
  headers: Readonly<Record<string, string>>;
}

type Remember = (request: FastifyRequest, kept: Kept) => void;
const REMEMBER = Symbol('remember');

/** Tells of every answer that may be given again. */
export function rememberBy(fastify: FastifyInstance, remember: Remember): void {
  fastify.decorate(REMEMBER, remember);
}

export function rendered(content: string | Buffer): Rendered {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

const shared = { 'cache-control': 'public, max-age=30' };

/** @param headers in the place of those of every page */
export function sendPage(page: Rendered, request: FastifyRequest, reply: FastifyReply, headers: Readonly<Record<string, string>> = {}): void {
  send(page, { ...pageHeaders, 'content-language': languageTags[readerNow().language], ...varying, ...shared, ...headers }, request, reply);
}

export function sendJson(page: Rendered, request: FastifyRequest, reply: FastifyReply): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', ...shared };
  send(page, headers, request, reply);
}

/** What programs read, in one of the media types that are theirs. */
export function sendAs(page: Rendered, mediaType: string, request: FastifyRequest, reply: FastifyReply): void {
  sendCacheable(page, { 'content-type': `${mediaType}; charset=utf-8`, 'x-content-type-options': 'nosniff', ...shared }, request, reply);
}

/** To be saved, never shown in place. */
export function sendFile(file: Rendered, { mediaType, name }: { mediaType: string; name: string }, request: FastifyRequest, reply: FastifyReply): void {
  send(file, { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff', ...shared }, request, reply);
}

/** A table that a spreadsheet opens, saved under this name. */
export function sendCsv(page: Rendered, name: string, request: FastifyRequest, reply: FastifyReply): void {
  const headers = { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff', ...shared };
  send(page, headers, request, reply);
}

function send(page: Rendered, headers: Readonly<Record<string, string>>, request: FastifyRequest, reply: FastifyReply): void {
  if (page.address !== undefined) (request.server as unknown as Partial<Record<typeof REMEMBER, Remember>>)[REMEMBER]?.(request, { address: page.address, headers });
  sendCacheable(page, headers, request, reply);
}

/** Whether the reader has what carries this tag, packed or not. */
export function isKnown(etag: string, request: FastifyRequest): boolean {
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes(packedTag(etag)) || known.includes('*'));
}

export function sendKnown(etag: string, reply: FastifyReply): void {
  void reply.headers({ ...shared, etag }).status(304).send();
}

/** What is written in words is packed once for all who take it so: on a slow telephone a page comes in a third of the time. */
export function sendCacheable(page: Rendered, headers: Readonly<Record<string, string>>, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(headers).header('etag', page.etag);
  if (isWords.test(headers['content-type'] ?? '') && page.body.length <= mostPacked) {
    void reply.header('vary', headers['vary'] ? `${headers['vary']}, accept-encoding` : 'accept-encoding');
    if (takesGzip.test(request.headers['accept-encoding'] ?? '')) {
      void reply.header('etag', packedTag(page.etag));
      if (!isKnown(page.etag, request)) return void reply.header('content-encoding', 'gzip').send((page.packed ??= gzipSync(page.body)));
    }
  }
  if (isKnown(page.etag, request)) void reply.status(304).send();
  else void reply.send(page.body);
}

const isWords = /^text\/|[/+](?:json|xml)\b/;
const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;
/** It is packed at once, which nobody should wait for; longer bodies are lists for programs. */
export const mostPacked = 256 * 1_024;

/** Bodies that differ have different tags: RFC 9110, 8.8.3. */
const packedTag = (etag: string): string => `${etag.slice(0, -1)}-gzip"`;
