import { hash, randomUUIDv7, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, describeError, insertRows, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { ChannelKey } from './channel-key.entity.js';
import type { KeyOrigin } from './channel-key.rules.js';

export const hashOfKey = (key: string): Buffer => hash('sha256', key, 'buffer');

/** Between two looks at what other replicas have made and revoked. */
const lookMs = 2_000;
/** How finely the last use is kept. */
const useMs = 60_000;

/** Whose key it is that lets in. */
export interface AdmittedKey {
  readonly keyId: string;
  readonly channel: ChannelName;
  /** 测试密钥: what comes with it is registered nowhere. */
  readonly sandbox: boolean;
  readonly perSecond: number | null;
  readonly perDay: number | null;
}

interface KnownKey extends AdmittedKey {
  hash: Buffer;
  endsAt: Date | null;
  lastUsedAt: Date | null;
}

/** The keys of the channel integrations that are good now, in memory and as hashes; every comparison looks at all of them. */
@Injectable()
export class ChannelKeys implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly configured: readonly { channel: ChannelName; hash: Buffer }[];
  private known: readonly KnownKey[] = [];
  private readonly used = new Map<string, Date>();
  private readonly looks = new Loop({
    everyMs: lookMs,
    round: () => this.look(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'channel keys not looked at'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) { CHANNEL_KEYS }: Pick<IntakeConfig, 'CHANNEL_KEYS'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.configured = Object.entries(CHANNEL_KEYS).map(([channel, key]) => ({ channel: channelSchema.parse(channel), hash: hashOfKey(key) }));
  }

  async onModuleInit(): Promise<void> {
    const now = new Date();
    const rows = this.configured.map((key) => ({ ...key, keyId: randomUUIDv7(), origin: 'configured' as const, label: '', madeAt: now }));
    await insertRows(this.dataSource.manager, ChannelKey, rows, { onConflict: 'ignore' });
    await this.look();
  }

  onApplicationBootstrap(): void {
    this.looks.start(lookMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.looks.stop();
  }

  /** The key of the channel that is asked for: 401 for a key that nobody has, 404 for a channel that does not exist, 403 for the key of another channel, or one for tests where none is taken. */
  admit(authorization: string | undefined, name: string | undefined, { takesSandbox = false }: { takesSandbox?: boolean } = {}): AdmittedKey {
    const keys = this.presented(authorization);
    if (keys.length === 0) throw problem('intake.channel-key-invalid');
    const channel = channelSchema.safeParse(name);
    if (!channel.success) throw problem('intake.unknown-channel');
    const key = keys.find((one) => one.channel === channel.data);
    if (!key) throw problem('intake.channel-key-of-another-channel');
    if (key.sandbox && !takesSandbox) throw problem('intake.sandbox-key-refused');
    this.noteUse(key);
    return key;
  }

  /** Whether it is somebody's key at all, of whatever channel. */
  knows(authorization: string | undefined): boolean {
    return this.presented(authorization).length > 0;
  }

  /** Whether the configuration of this replica has the key, if it comes from there. */
  isKept({ channel, hash: kept, origin }: { channel: ChannelName; hash: Buffer; origin: KeyOrigin }): boolean {
    return origin === 'made' || this.configured.some((one) => one.channel === channel && one.hash.equals(kept));
  }

  /** Writes down which keys were used, and reads which are good. */
  async look(): Promise<void> {
    await this.writeUses();
    const rows = await this.dataSource.query<(KnownKey & { origin: KeyOrigin })[]>(
      `SELECT key_id AS "keyId", channel, sandbox, hash, origin, ends_at AS "endsAt", last_used_at AS "lastUsedAt", per_second AS "perSecond", per_day AS "perDay" FROM channel_key
       WHERE revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $1)`,
      [new Date()],
    );
    this.known = rows.filter((row) => this.isKept(row));
  }

  private async writeUses(): Promise<void> {
    const uses = [...this.used];
    if (uses.length === 0) return;
    await this.dataSource.query(
      `UPDATE channel_key SET last_used_at = greatest(last_used_at, used.at) FROM unnest($1::uuid[], $2::timestamptz[]) AS used (key_id, at) WHERE channel_key.key_id = used.key_id`,
      [uses.map(([keyId]) => keyId), uses.map(([, at]) => at)],
    );
    for (const [keyId, at] of uses) if (this.used.get(keyId) === at) this.used.delete(keyId);
  }

  private noteUse(key: KnownKey): void {
    const now = new Date();
    if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < useMs) return;
    key.lastUsedAt = now;
    this.used.set(key.keyId, now);
  }

  private presented(authorization: string | undefined): KnownKey[] {
    const [, presented] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    return presented ? this.keysLike(presented) : [];
  }

  /** Those that are what was presented: none for an unknown key. */
  private keysLike(presented: string): KnownKey[] {
    const given = hashOfKey(presented);
    const now = Date.now();
    return this.known.filter((key) => timingSafeEqual(key.hash, given) && (!key.endsAt || key.endsAt.getTime() > now));
  }
}
