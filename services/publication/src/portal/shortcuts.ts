import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { PublishedPages } from './published-pages.js';
import { rememberBy, sendCacheable, type Kept } from './respond.js';

/** Bytes of the addresses that are known, as many as some ten thousand take. */
const room = 4 * 2 ** 20;

/**
 * What was answered a moment ago is answered again before anything else is asked: no guard, no filter, no look. It is the same answer, because it goes by everything of a request
 * that a public page may depend on, and whoever brings a cookie goes the whole way. It holds no page: whatever is not fresh any more is looked up anew.
 */
@Injectable()
export class Shortcuts implements OnModuleInit {
  readonly #known = new LRUCache<string, Kept>({ maxSize: room, sizeCalculation: ({ address }, key) => 2 * (key.length + address.length) + 300 });

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    rememberBy(fastify, (request, kept) => {
      const key = keyOf(request);
      if (key !== null) this.#known.set(key, kept);
    });
    fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
      const key = keyOf(request);
      const known = key === null ? undefined : this.#known.get(key);
      const page = known && this.pages.kept(known.address);
      if (page) sendCacheable(page, known.headers, request, reply);
      else done();
    });
  }
}

/** Null for what is not answered twice. */
function keyOf({ raw: { method, url, headers } }: FastifyRequest): string | null {
  if (method !== 'GET' || headers.cookie !== undefined || headers.authorization !== undefined) return null;
  return `${url}\n${headers.accept ?? ''}\n${headers['accept-language'] ?? ''}`;
}
