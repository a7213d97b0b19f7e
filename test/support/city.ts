import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPlatform, type Endpoints, type Platform, type PlatformOptions } from '@wenzheng/local';
import type { ChannelName, ServiceName } from '@wenzheng/contracts';
import { isOperational } from '@wenzheng/platform';
import { Client } from 'pg';
import { checkContract } from './contract.js';

export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A sign-in of endpoints.json, or `{ bearer }` for any other credential. */
  as?: string | { bearer: string };
  body?: unknown;
  headers?: Record<string, string>;
  /** Which process of the service is asked; the first, unless told. */
  replica?: number;
}

export interface Receipt {
  messageId: string;
  messageNumber: string;
  trackingCode: string;
  registeredAt: string;
}

/** A whole platform of one spec file, on real PostgreSQL and real NATS, and what people do with it. */
export class City {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly platform: Platform,
    private readonly folder: string,
  ) {}

  /** Without the console, unless `services` says how many. @param start of another checkout's launcher, to run that checkout. */
  static async start(options: PlatformOptions = {}, start: typeof startPlatform = startPlatform): Promise<City> {
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-city-'));
    try {
      const platform = await start({ dataDir: path.join(folder, 'data'), portBase: 0, environment: withoutGiven(process.env), ...options, services: { console: 0, ...options.services } });
      return new City(platform, folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get endpoints(): Endpoints {
    return this.platform.endpoints;
  }

  /** The unit whose web admin is the sign-in `web-admin`. */
  get unit(): string {
    return this.endpoints.clients['web-admin']!.unit!;
  }

  /** Moves business time through every instant at which something falls due; all is done, at every replica, when this resolves. */
  async advanceTo(instant: string): Promise<void> {
    await this.platform.clock!.advance(this.until(instant));
  }

  /** Moves it at once, as after an outage of all services. */
  async leapTo(instant: string): Promise<void> {
    await this.platform.clock!.leap(this.until(instant));
  }

  private until(instant: string): number {
    const { now } = this.platform.clock!.now();
    const milliseconds = Date.parse(instant) - Date.parse(now);
    if (milliseconds < 0) throw new Error(`${instant} has passed: it is ${now}`);
    return milliseconds;
  }

  async token(client: string): Promise<string> {
    const known = this.tokens.get(client);
    if (known) return known;
    const credentials = this.endpoints.clients[client];
    if (!credentials) throw new Error(`endpoints.json has no client ${client}`);
    const response = await fetch(this.endpoints.tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${credentials.id}:${credentials.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    if (!response.ok) throw new Error(`${client} was given no token: ${response.status} ${await response.text()}`);
    const { access_token } = (await response.json()) as { access_token: string };
    this.tokens.set(client, access_token);
    return access_token;
  }

  /** Both ways as the service's openapi.json says, or it fails. */
  async call<Body = Record<string, unknown>>(service: ServiceName, address: string, call: Call = {}): Promise<Answer<Body>> {
    const bearer = typeof call.as === 'string' ? await this.token(call.as) : call.as?.bearer;
    const method = call.method ?? (call.body === undefined ? 'GET' : 'POST');
    const headers: Record<string, string> = {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    };
    const body = call.body === undefined ? {} : { body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) };
    const urls = isOperational(new URL(address, 'http://service').pathname) ? this.platform.operationsUrlsOf(service) : this.platform.urlsOf(service);
    const response = await fetch(`${urls[call.replica ?? 0]}${address}`, { method, headers, ...body, redirect: 'manual' });
    const text = await response.text();
    checkContract(service, { method, address, request: { headers, ...body }, response: { status: response.status, headers: response.headers, text } });
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as Body };
  }

  /** A channel integration pushes a message. */
  push(channel: ChannelName, message: Record<string, unknown>): Promise<Answer<Receipt & { code?: string }>> {
    return this.call('intake', `/v1/channels/${channel}/messages`, { as: { bearer: this.endpoints.channelKeys[channel] }, body: message });
  }

  /** The public page of a message, as a citizen's browser gets it. */
  async page(number: string): Promise<string> {
    const answer = await this.call<string>('publication', `/messages/${encodeURIComponent(number)}`, { headers: { accept: 'text/html' } });
    if (answer.status !== 200) throw new Error(`the page of ${number} answers ${answer.status}`);
    return answer.body;
  }

  /** Administers the database directly, as only a spec may. */
  async sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.endpoints.postgres });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}

/** A citizen's message as an integration pushes it. */
export function message(externalId: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    externalId,
    occurredAt: '2026-09-18T07:00:00.000Z',
    author: { externalId: `citizen-of-${externalId}`, displayName: '网友', contact: { phone: '13855400001' } },
    title: '和平路夜间路灯不亮',
    text: '和平路从一中到桥头，路灯三天不亮，请尽快修复。',
    kind: 'complaint',
    ...changes,
  };
}

/** The specs bring their own database and bus, whatever the shell has set. */
function withoutGiven(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, DATABASE_URL: undefined, NATS_URL: undefined, OIDC_ISSUER: undefined };
}
