import { Inject, Injectable } from '@nestjs/common';
import { ledgerEntrySchema, services, type ChannelName, type LedgerEntry, type ServiceName } from '@wenzheng/contracts';
import { LedgerService } from '@wenzheng/messaging';
import { pageOf, type Page } from '@wenzheng/platform';
import { z } from 'zod';
import type { SupervisionConfig } from '../config.js';
import { CONFIG } from '../tokens.js';

const pageSize = 5_000;
const timeoutMs = 10_000;
const pageSchema = pageOf(ledgerEntrySchema);
const discoverySchema = z.object({ token_endpoint: z.url() });
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number().default(300) });

interface Bucket {
  channel: ChannelName;
  date: string;
}

/** Reads one bucket from the ledgers of all services, message by message. */
@Injectable()
export class LedgerClient {
  private token: { value: string; until: number } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(LedgerService) private readonly own: LedgerService,
  ) {}

  /** @throws Error when one of them cannot be read */
  async read(bucket: Bucket): Promise<Record<ServiceName, LedgerEntry[]>> {
    const ledgers = await Promise.all(services.map(async (service) => [service, await this.readOne(service, bucket)] as const));
    return Object.fromEntries(ledgers) as Record<ServiceName, LedgerEntry[]>;
  }

  private async readOne(service: ServiceName, bucket: Bucket): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.page(service, bucket, after);
      entries.push(...page.items);
      if (page.next === null) return entries;
      after = page.next;
    }
  }

  private async page(service: ServiceName, bucket: Bucket, after: string | undefined): Promise<Page<LedgerEntry>> {
    if (service === 'deadline-supervision') {
      const items = await this.own.entries(bucket, after, pageSize);
      return { items, next: items.length < pageSize ? null : (items.at(-1)?.messageId ?? null) };
    }
    const base = this.config.LEDGER_URLS[service].replace(/\/$/, '');
    const query = new URLSearchParams({ limit: String(pageSize), ...(after ? { after } : {}) });
    const response = await fetch(`${base}/v1/ledger/${bucket.channel}/${bucket.date}?${query}`, {
      headers: { authorization: `Bearer ${await this.accessToken()}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) this.token = undefined;
    if (!response.ok) throw new Error(`the ledger of ${service} answers ${response.status}`);
    return pageSchema.parse(await response.json());
  }

  /** By client credentials; kept, in real time, until a minute before it ends. */
  private async accessToken(): Promise<string> {
    if (this.token && this.token.until > Date.now()) return this.token.value;
    const issuer = this.config.OIDC_ISSUER.replace(/\/$/, '');
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const { token_endpoint } = discoverySchema.parse(await discovery.json());
    const credentials = [this.config.OIDC_CLIENT_ID, this.config.OIDC_CLIENT_SECRET].map(encodeURIComponent).join(':');
    const response = await fetch(token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`the issuer answers ${response.status} to the ledger reader's credentials`);
    const { access_token, expires_in } = tokenSchema.parse(await response.json());
    this.token = { value: access_token, until: Date.now() + (expires_in - 60) * 1_000 };
    return access_token;
  }
}
