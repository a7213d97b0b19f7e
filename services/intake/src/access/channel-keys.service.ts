import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, insertRows, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { ChannelKey } from './channel-key.entity.js';
import { keyStateOf } from './channel-key.rules.js';
import type { ChannelKeyView, MadeKey } from './channel-key.schemas.js';
import { ChannelKeys, hashOfKey } from './channel-keys.js';

/** Of one channel at a time: one in use, one that replaces it, and some room for a channel with several integrations. */
const mostKeys = 5;
const hourMs = 3_600_000;

/** 渠道密钥 made, replaced and revoked while the service runs. */
@Injectable()
export class ChannelKeysService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<ChannelKeyView>> {
    const rows = await this.dataSource.getRepository(ChannelKey).createQueryBuilder('key').where('CAST(:after AS uuid) IS NULL OR key.keyId > :after', { after: after ?? null }).orderBy('key.keyId').limit(limit + 1).getMany();
    return pageFrom(rows.map((row) => this.viewOf(row)), limit, ({ keyId }) => keyId);
  }

  /** A further key of the channel. */
  async make(channel: ChannelName, label: string, by: Caller): Promise<MadeKey> {
    return this.change(async (manager) => {
      const made = await this.insert(manager, channel, label, by);
      await this.told(manager, made.row, 'made', by, { label });
      return made;
    });
  }

  /** 轮换: a new key, beside which the old one is good for a while. */
  async rotate(keyId: string, overlapHours: number, by: Caller): Promise<MadeKey> {
    return this.change(async (manager) => {
      const old = await this.valid(manager, keyId);
      const endsAt = new Date(Date.now() + overlapHours * hourMs);
      await manager.query('UPDATE channel_key SET ends_at = $2 WHERE key_id = $1', [keyId, endsAt]);
      const made = await this.insert(manager, old.channel, old.label, by);
      await this.told(manager, old, 'rotated', by, { by: made.row.keyId, overlapHours });
      return made;
    });
  }

  /** 吊销: nobody comes in with it any more. */
  async revoke(keyId: string, reason: string, by: Caller): Promise<ChannelKeyView> {
    const row = await this.change(async (manager) => {
      const key = await this.usable(manager, keyId);
      const revokedAt = new Date();
      await manager.query('UPDATE channel_key SET revoked_at = $2 WHERE key_id = $1', [keyId, revokedAt]);
      await this.told(manager, key, 'revoked', by, { reason });
      return { ...key, revokedAt };
    });
    return this.viewOf(row);
  }

  /** One at a time, and known here at once; to other replicas within seconds. */
  private async change<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const result = await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('channel keys ' || current_schema()))`);
      return work(manager);
    });
    await this.keys.look();
    return result;
  }

  private async insert(manager: EntityManager, channel: ChannelName, label: string, by: Caller): Promise<MadeKey & { row: ChannelKey }> {
    const rows = await manager.findBy(ChannelKey, { channel });
    if (rows.filter((row) => this.stateOf(row) === 'valid').length >= mostKeys) throw problem('intake.too-many-channel-keys', { parameters: { most: String(mostKeys) } });
    const secret = `wzk_${randomBytes(32).toString('base64url')}`;
    const row: ChannelKey = { keyId: randomUUIDv7(), channel, hash: hashOfKey(secret), origin: 'made', label, madeAt: new Date(), madeBy: by.subject, lastUsedAt: null, endsAt: null, revokedAt: null };
    await insertRows(manager, ChannelKey, [row]);
    return { key: this.viewOf(row), secret, row };
  }

  private async valid(manager: EntityManager, keyId: string): Promise<ChannelKey> {
    const row = await this.usable(manager, keyId);
    if (this.stateOf(row) === 'replaced') throw problem('intake.channel-key-over');
    return row;
  }

  private async usable(manager: EntityManager, keyId: string): Promise<ChannelKey> {
    const row = await manager.findOneBy(ChannelKey, { keyId });
    if (!row) throw problem('intake.channel-key-not-found');
    if (['ended', 'revoked'].includes(this.stateOf(row))) throw problem('intake.channel-key-over');
    return row;
  }

  private told(manager: EntityManager, { keyId, channel }: ChannelKey, deed: string, by: Caller, details: object): Promise<void> {
    return audit(manager, { by, at: this.clock.now(), did: `channel-key.${deed}`, about: keyId, details: { channel, ...details } });
  }

  private stateOf(row: ChannelKey) {
    return keyStateOf(row, this.keys.isKept(row), new Date());
  }

  private viewOf(row: ChannelKey): ChannelKeyView {
    const { keyId, channel, label, origin, madeBy } = row;
    const [madeAt, lastUsedAt, endsAt, revokedAt] = [row.madeAt, row.lastUsedAt, row.endsAt, row.revokedAt].map((at) => at?.toISOString() ?? null);
    return { keyId, channel, label, origin, state: this.stateOf(row), madeAt: madeAt!, madeBy, lastUsedAt: lastUsedAt!, endsAt: endsAt!, revokedAt: revokedAt! };
  }
}
