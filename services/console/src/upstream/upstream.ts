import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ServiceName } from '@wenzheng/contracts';
import { isOperational, isUnavailable, type Problem } from '@wenzheng/platform';
import type { ConsoleConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { serviceWords } from './service-words.js';

export interface UpstreamRequest {
  method: string;
  /** Path and query, as the service has them. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** What goes through as it comes has its length in the headers, if anybody knows it. */
  body?: Buffer | Readable | undefined;
  /** Ends the call when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

export interface JsonRequest extends Pick<UpstreamRequest, 'method' | 'path'> {
  token: string;
  body?: object;
  headers?: Readonly<Record<string, string>>;
  /** Until the answer has come whole. */
  withinMs?: number;
}

/** Longer than the services' statements may take: what they say themselves goes before. */
const headersWithinMs = 40_000;

/** Calls to the four services. By node:http, which traces follow. */
@Injectable()
export class Upstream implements OnApplicationShutdown {
  private readonly agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

  constructor(@Inject(CONFIG) private readonly config: ConsoleConfig) {}

  /**
   * The service's answer, its body still to be read.
   * @throws Problem `console.service-unavailable` where none comes
   */
  async request(service: ServiceName, { method, path, headers, body, signal }: UpstreamRequest): Promise<IncomingMessage> {
    const url = new URL(path, this.config[isOperational(path.split('?', 1)[0]!) ? 'OPERATIONS_URLS' : 'SERVICE_URLS'][service]);
    const protocol = url.protocol as keyof typeof this.agents;
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      let late: NodeJS.Timeout | undefined;
      const wait = () => (late = setTimeout(() => outgoing.destroy(unavailable(service)), headersWithinMs));
      const outgoing = send(url, { method, agent: this.agents[protocol], headers: { ...headers, ...(Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {}) }, ...(signal ? { signal } : {}) });
      outgoing.once('response', (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      outgoing.once('error', (error) => {
        clearTimeout(late);
        reject(isUnavailable(error) ? unavailable(service) : error);
      });
      if (body instanceof Readable) {
        // Its reader is waited for as long as it sends.
        body.once('end', wait);
        body.once('error', (error) => outgoing.destroy(error));
        body.pipe(outgoing);
      } else {
        wait();
        outgoing.end(body);
      }
    });
  }

  /**
   * The same for a JSON document, read whole; what is none is empty.
   * @throws Problem `console.service-unavailable` where it has not come to its end in time
   */
  async json<Body>(service: ServiceName, { token, method, path, body, headers = {}, withinMs = 20_000 }: JsonRequest): Promise<{ status: number; body: Body }> {
    const late = AbortSignal.timeout(withinMs);
    try {
      const answer = await this.request(service, {
        method,
        path,
        headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
        body: body && Buffer.from(JSON.stringify(body)),
        signal: late,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      return { status: answer.statusCode ?? 502, body: (/json/.test(answer.headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : {}) as Body };
    } catch (error) {
      throw late.aborted || isUnavailable(error) ? unavailable(service) : error;
    }
  }

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }
}

/** It does not answer, or fails. */
export const unavailable = (service: ServiceName): Problem =>
  problem('console.service-unavailable', { parameters: { service: { zh: serviceWords[service], en: service } }, retryAfterSeconds: 5 });
