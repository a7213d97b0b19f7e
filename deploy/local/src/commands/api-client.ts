import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadableStream } from 'node:stream/web';
import type { ClientCredentials, Endpoints } from '../platform/endpoints.js';
import { clientFrom } from '../identity/identity.js';

/** An answer that is not a success, with the problem document's own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { pointer: string; code: string }[];
}

const attempts = 12;

/** Calls services as one of the platform's offices, patiently: 503 and lost connections are tried again. */
export class ApiClient {
  private token: { value: string; until: number } | undefined;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly options: {
      environment?: NodeJS.ProcessEnv;
      log?: (line: string) => void;
      pause?: (milliseconds: number) => Promise<unknown>;
      /** Default `administrator`. */
      as?: string;
      /** In place of a sign-in: a channel's key, a writer's ticket, or '' for nobody's. */
      bearer?: string;
    } = {},
  ) {}

  async get<T>(url: string): Promise<T> {
    return (await this.call('GET', url)) as T;
  }

  async post<T>(url: string, body?: unknown): Promise<T> {
    return (await this.call('POST', url, body)) as T;
  }

  async put<T>(url: string, body: unknown): Promise<T> {
    return (await this.call('PUT', url, body)) as T;
  }

  /** A long answer as it comes. */
  async stream(url: string): Promise<ReadableStream> {
    const { body } = await this.answered('GET', url);
    if (!body) throw new Error(`GET ${url} answered nothing`);
    return body as ReadableStream;
  }

  /** @throws ApiError */
  private async call(method: string, url: string, body?: unknown): Promise<unknown> {
    const response = await this.answered(method, url, body);
    return response.status === 204 ? undefined : await response.json().catch(() => undefined);
  }

  /** @throws ApiError */
  private async answered(method: string, url: string, body?: unknown): Promise<Response> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const response = await this.send(method, url, body).catch((error: unknown) => asLost(url, error));
      if (response instanceof Error) {
        if (attempt >= attempts) throw response;
        await this.pause(url, 'cannot be reached', Math.min(2 ** (attempt - 1), 10));
        continue;
      }
      if (response.ok) return response;
      if (response.status === 401 && !renewed) {
        await response.body?.cancel();
        renewed = true;
        this.token = undefined;
        continue;
      }
      if (response.status === 503 && attempt < attempts) {
        await response.body?.cancel();
        await this.pause(url, 'is overloaded (503)', retryAfter(response) ?? Math.min(attempt, 10));
        continue;
      }
      throw await errorOf(response, method, url);
    }
  }

  private async send(method: string, url: string, body: unknown): Promise<Response> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new DOMException('no answer', 'TimeoutError')), 120_000);
    return fetch(url, {
      method,
      headers: {
        ...(await this.authorization()),
        accept: 'application/json',
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: patience.signal,
    }).finally(() => clearTimeout(timer));
  }

  private async authorization(): Promise<Record<string, string>> {
    const bearer = this.options.bearer ?? (await this.accessToken());
    return bearer === '' ? {} : { authorization: `Bearer ${bearer}` };
  }

  private async accessToken(): Promise<string> {
    if (this.token && this.token.until > Date.now() + 60_000) return this.token.value;
    const { tokenEndpoint } = this.endpoints;
    const { id, secret } = this.credentials();
    const response = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw await errorOf(response, 'POST', tokenEndpoint);
    const answer = (await response.json()) as { access_token: string; expires_in?: number };
    this.token = { value: answer.access_token, until: Date.now() + (answer.expires_in ?? 300) * 1000 };
    return answer.access_token;
  }

  private credentials(): ClientCredentials {
    const { as = 'administrator', environment = process.env } = this.options;
    return this.endpoints.clients[as] ?? clientFrom(environment, as);
  }

  private async pause(url: string, why: string, seconds: number): Promise<void> {
    this.options.log?.(`${new URL(url).origin} ${why}; trying again in ${seconds} s`);
    await (this.options.pause ?? sleep)(seconds * 1000);
  }
}

/** fetch's TypeError for a connection that failed or broke; anything else is a mistake of ours and is thrown. */
function asLost(url: string, error: unknown): Error {
  if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) {
    return new Error(`${new URL(url).origin} cannot be reached: is the platform running (npm start)?`, { cause: error });
  }
  throw error;
}

/** Seconds, from either of the header's two notations. */
export function retryAfter(response: Pick<Response, 'headers'>, now = Date.now()): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.1), 300) : undefined;
}

async function errorOf(response: Response, method: string, url: string): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const fields = (problem.errors ?? []).slice(0, 5).map(({ pointer, code }) => `${pointer} ${code}`);
  const text = [problem.detail ?? problem.title ?? response.statusText, ...fields].filter(Boolean).join('; ');
  return new ApiError(response.status, problem.code ?? '', `${method} ${url} answered ${response.status}: ${text}`);
}
