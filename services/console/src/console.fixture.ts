// What the console's integration specs share: the service on a real PostgreSQL, the city's OpenID provider and the services on loopback, and
// browsers that keep cookies. Specs alone import it.
import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { services } from '@wenzheng/contracts';
import { createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, createTestIssuer, FixedClock, type TestDatabase, type TestIssuer } from '@wenzheng/testing';
import { evidence, migrations } from './migrations.js';
import { openConsole } from './service.js';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}
type Answer = (request: Received, response: ServerResponse) => void;

async function listen(handle: (request: Received, response: ServerResponse) => unknown, arriving: (bytes: number) => void = () => {}): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      arriving(chunk.length);
    }
    await handle({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const json = (response: ServerResponse, body: unknown, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export interface Somebody {
  sub: string;
  name: string;
  /** Claims of the access token beside the name. */
  claims: Record<string, unknown>;
}
export const reviewer: Somebody = { sub: 'reviewer-water', name: '沈怀瑾', claims: { roles: ['reviewer'], unit: 'water' } };

/** The city's provider: code flow with PKCE, refresh tokens, sessions of its own. Nobody is asked for a password. */
export class ProviderPeer {
  url = '';
  /** Who signs in next. */
  person = reviewer;
  /** Its own session of the next sign-in. */
  session = 'provider-session-1';
  expiresIn = 600;
  /** What it does wrong. */
  nonce: string | undefined;
  refreshes = 0;
  ended = false;
  private readonly codes = new Map<string, { challenge: string; nonce: string; person: Somebody; session: string }>();

  constructor(readonly issuer: TestIssuer) {}

  async answer({ url, method, body }: Received, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, this.url);
    if (pathname === '/.well-known/openid-configuration') {
      return void json(response, {
        issuer: this.url, jwks_uri: `${this.issuer.url}/jwks`, authorization_endpoint: `${this.url}/auth`, token_endpoint: `${this.url}/token`, end_session_endpoint: `${this.url}/end`,
        id_token_signing_alg_values_supported: ['ES256'], response_types_supported: ['code'], code_challenge_methods_supported: ['S256'],
      });
    }
    if (pathname === '/auth') {
      const code = randomBytes(8).toString('hex');
      const { person, session } = this;
      this.codes.set(code, { challenge: searchParams.get('code_challenge') ?? '', nonce: searchParams.get('nonce') ?? '', person, session });
      const back = new URL(searchParams.get('redirect_uri')!);
      back.search = String(new URLSearchParams({ code, state: searchParams.get('state')!, iss: this.url }));
      return void response.writeHead(303, { location: back.href }).end();
    }
    if (pathname === '/token' && method === 'POST') return this.token(new URLSearchParams(body), response);
    json(response, {}, 404);
  }

  private async token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const refused = () => void json(response, { error: 'invalid_grant' }, 400);
    if (form.get('grant_type') === 'refresh_token') {
      this.refreshes += 1;
      return this.ended ? refused() : void json(response, await this.tokens(this.person, { session: this.session }));
    }
    const granted = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (!granted || granted.challenge !== challenge) return refused();
    json(response, await this.tokens(granted.person, { session: granted.session, nonce: this.nonce ?? granted.nonce }));
  }

  private async tokens({ sub, name, claims }: Somebody, { session, nonce }: { session: string; nonce?: string }) {
    return {
      access_token: await this.issuer.token({ roles: [], issuer: this.url, sub, expiresIn: this.expiresIn, claims: { name, ...claims } }),
      token_type: 'Bearer', expires_in: this.expiresIn, refresh_token: randomBytes(8).toString('hex'),
      id_token: await this.issuer.token({ roles: [], issuer: this.url, sub, audience: 'console', claims: { preferred_username: sub, sid: session, ...(nonce === undefined ? {} : { nonce }) } }),
    };
  }

  logoutToken(claims: Record<string, unknown>, options: { audience?: string; expiresIn?: number; issuer?: string } = {}): Promise<string> {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const { sub, ...rest } = { jti: randomBytes(8).toString('hex'), events, ...claims } as { sub?: string };
    return this.issuer.token({ roles: [], issuer: this.url, audience: 'console', sub: sub ?? '', ...options, claims: rest });
  }
}

const key = Buffer.alloc(32, 7).toString('base64');

/** A browser: it keeps cookies, and goes where it is told. */
export class BrowserPeer {
  readonly cookies = new Map<string, string>();
  /** As they were set last, with what they are set with. */
  readonly set: string[] = [];
  csrf = '';

  constructor(private readonly url: string) {}

  async ask(address: string, { headers = {}, ...options }: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(address, this.url), { redirect: 'manual', ...options, headers: { ...(cookie ? { cookie } : {}), ...headers } });
    for (const line of response.headers.getSetCookie()) {
      this.set.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** To the provider, and back to the console's callback: its answer. */
  async comeBack(path = '/sign-in'): Promise<Response> {
    const begun = await this.ask(path);
    const provider = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
    const back = new URL(provider.headers.get('location')!);
    return this.ask(back.pathname + back.search);
  }

  async signIn(): Promise<void> {
    const { status } = await this.comeBack();
    if (status !== 303) throw new Error(`the sign-in answers ${status}`);
    this.csrf = ((await (await this.ask('/session')).json()) as { csrf: string }).csrf;
  }

  post(address: string, body: unknown, { headers = {} }: { headers?: Record<string, string> } = {}): Promise<Response> {
    return this.ask(address, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-csrf-token': this.csrf, ...headers } });
  }
}

export class ConsoleFixture {
  readonly received: Received[] = [];
  /** What the services answer. */
  answer: Answer = (_request, response) => json(response, { items: [], next: null });
  /** Bytes of bodies that have come to the services so far. */
  arrived = 0;
  url = '';
  app!: NestFastifyApplication;

  private constructor(
    readonly provider: ProviderPeer,
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    private readonly servers: Server[],
    private readonly serviceUrl: string,
  ) {}

  static async create(changes: Record<string, string> = {}): Promise<ConsoleFixture> {
    const provider = new ProviderPeer(await createTestIssuer());
    const database = await createTestDatabase({ name: 'console', role: 'console', migrate: async (url) => void (await migrate({ url, service: 'console', migrations, evidence })) });
    const dataSource = await createDataSource({ url: database.ownerUrl, service: 'spec' }).initialize();
    const fixture: { it?: ConsoleFixture } = {};
    const peer = await listen((request, response) => provider.answer(request, response));
    const service = await listen((request, response) => {
      fixture.it!.received.push(request);
      fixture.it!.answer(request, response);
    }, (bytes) => (fixture.it!.arrived += bytes));
    provider.url = peer.url;
    fixture.it = new ConsoleFixture(provider, database, dataSource, [peer.server, service.server], service.url);
    await fixture.it.start(changes);
    return fixture.it;
  }

  async start(changes: Record<string, string> = {}): Promise<void> {
    const urls = JSON.stringify(Object.fromEntries(services.map((name) => [name, this.serviceUrl])));
    const { app } = await openConsole(
      {
        NODE_ENV: 'test', LOG_LEVEL: 'silent', PUBLIC_URL: 'https://wz.example', DATABASE_URL: this.database.url, OIDC_ISSUER: this.provider.url,
        CONSOLE_URL: 'http://console.example', CITY_NAME: '淮岭市', SERVICE_URLS: urls, OPERATIONS_URLS: urls, OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: 'secret',
        SESSION_KEYS: JSON.stringify({ active: 'k1', keys: { k1: key } }), ...changes,
      },
      () => new FixedClock('2026-11-23T09:00:00+08:00'),
    );
    this.app = app;
    await app.listen(0, '127.0.0.1');
    this.url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  }

  browser(): BrowserPeer {
    return new BrowserPeer(this.url);
  }

  async signedIn(): Promise<BrowserPeer> {
    const browser = this.browser();
    await browser.signIn();
    this.received.length = 0;
    return browser;
  }

  async sessions(): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM session');
    return row?.count ?? NaN;
  }

  async drop(): Promise<void> {
    await this.app.close();
    await Promise.all(this.servers.map(close));
    await this.provider.issuer.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }
}
