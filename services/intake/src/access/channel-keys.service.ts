import { createHmac, randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, insertRows, makingOnce, pageFrom, type Caller, type DataSource, type EntityManager, type MakingRequest, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { channelKeySeed, type IntakeConfig } from '../config.js';
import { problem } from '../problems.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { ChannelKey } from './channel-key.entity.js';
import { keyStateOf } from './channel-key.rules.js';
import type { ChannelKeyView, MadeKey, Quota } from './channel-key.schemas.js';
import { ChannelKeys, hashOfKey } from './channel-keys.js';

/** Of one channel at a time: one in use, one that replaces it, and some room for a channel with several integrations. */
const mostKeys = 5;
const hourMs = 3_600_000;
/** For how long whoever lost the answer is shown the key again; after that nobody is, not even with the same `Idempotency-Key`. */
const shownAgainMs = 600_000;

const once = makingOnce(() => problem('intake.idempotency-key-reused'));

/** Who asks, and the `Idempotency-Key`. */
export interface Asking {
  by: Caller;
  idempotencyKey: string | null;
}
type Answered = MadeKey & { isRepeat: boolean };

/** 渠道密钥 made, replaced and revoked while the service runs. */
@Injectable()
export class ChannelKeysService {
  private readonly seed: Buffer;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: IntakeConfig,
  ) {
    this.seed = channelKeySeed(config);
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<ChannelKeyView>> {
    const rows = await this.dataSource.getRepository(ChannelKey).createQueryBuilder('key').where('CAST(:after AS uuid) IS NULL OR key.keyId > :after', { after: after ?? null }).orderBy('key.keyId').limit(limit + 1).getMany();
    return pageFrom(rows.map((row) => this.viewOf(row)), limit, ({ keyId }) => keyId);
  }

  /** A further key of the channel. Whoever lost the answer asks again soon, and gets the same. */
  async make(channel: ChannelName, { label, sandbox }: { label: string; sandbox: boolean }, { by, idempotencyKey }: Asking): Promise<Answered> {
    return this.change((manager) =>
      this.madeOnce(manager, by, { caller: by.subject, kind: 'channel-key', details: { channel, label, ...(sandbox && { sandbox }) }, idempotencyKey }, async () => {
        const row = await this.insert(manager, { channel, label, sandbox, perSecond: null, perDay: null }, by);
        await this.told(manager, row, 'made', by, { label, ...(sandbox && { sandbox }) });
        return row.keyId;
      }),
    );
  }

  /** 轮换: a new key, beside which the old one is good for a while. A repeat replaces nothing once more. */
  async rotate(keyId: string, overlapHours: number, { by, idempotencyKey }: Asking): Promise<Answered> {
    return this.change((manager) =>
      this.madeOnce(manager, by, { caller: by.subject, kind: 'channel-key-rotation', details: { keyId, overlapHours }, idempotencyKey }, async () => {
        const old = await this.valid(manager, keyId);
        const endsAt = new Date(Date.now() + overlapHours * hourMs);
        await manager.query('UPDATE channel_key SET ends_at = $2 WHERE key_id = $1', [keyId, endsAt]);
        const row = await this.insert(manager, old, by);
        await this.told(manager, old, 'rotated', by, { by: row.keyId, overlapHours });
        return row.keyId;
      }),
    );
  }

  /** 配额 of a key, for every replica within seconds; null lifts it. */
  async limit(keyId: string, quota: Quota, by: Caller): Promise<ChannelKeyView> {
    return this.change(async (manager) => {
      const key = await this.usable(manager, keyId);
      await manager.query('UPDATE channel_key SET per_second = $2, per_day = $3 WHERE key_id = $1', [keyId, quota.perSecond, quota.perDay]);
      await this.told(manager, key, 'limited', by, quota);
      return this.viewOf(await this.one(manager, keyId));
    });
  }

  /** 吊销: nobody comes in with it any more. */
  async revoke(keyId: string, reason: string, { by, idempotencyKey }: Asking): Promise<ChannelKeyView> {
    return this.change(async (manager) => {
      const make = async () => {
        const key = await this.usable(manager, keyId);
        await manager.query('UPDATE channel_key SET revoked_at = $2 WHERE key_id = $1', [keyId, new Date()]);
        await this.told(manager, key, 'revoked', by, { reason });
        return { id: keyId, isRepeat: false };
      };
      const { id } = await once(manager, { caller: by.subject, kind: 'channel-key-revocation', details: { keyId, reason }, idempotencyKey }, this.clock.now(), { make, stands: () => Promise.resolve(true) });
      return this.viewOf(await this.one(manager, id));
    });
  }

  private async madeOnce(manager: EntityManager, by: Caller, request: MakingRequest, make: () => Promise<string>): Promise<Answered> {
    const stands = async (made: string) => this.stateOf(await this.one(manager, made)) === 'valid';
    const { id, isRepeat } = await once(manager, request, this.clock.now(), { make: async () => ({ id: await make(), isRepeat: false }), stands });
    const row = await this.one(manager, id);
    const secret = this.secretOf(row);
    if (isRepeat) {
      // With another seed it would be a key that nobody takes.
      if (Date.now() - row.madeAt.getTime() > shownAgainMs || !hashOfKey(secret).equals(row.hash)) throw problem('intake.channel-key-shown');
      await this.told(manager, row, 'shown-again', by, {});
    }
    return { key: this.viewOf(row), secret, isRepeat };
  }

  /** That of a test says so to whoever sees it. */
  private secretOf({ keyId, sandbox }: Pick<ChannelKey, 'keyId' | 'sandbox'>): string {
    return `${sandbox ? 'wzk_test' : 'wzk'}_${createHmac('sha256', this.seed).update(keyId).digest('base64url')}`;
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

  private async insert(manager: EntityManager, { channel, label, sandbox, perSecond, perDay }: Pick<ChannelKey, 'channel' | 'label' | 'sandbox' | 'perSecond' | 'perDay'>, by: Caller): Promise<ChannelKey> {
    const rows = await manager.findBy(ChannelKey, { channel, sandbox });
    if (rows.filter((row) => this.stateOf(row) === 'valid').length >= mostKeys) throw problem('intake.too-many-channel-keys', { parameters: { most: String(mostKeys) } });
    const keyId = randomUUIDv7();
    const row: ChannelKey = { keyId, channel, hash: hashOfKey(this.secretOf({ keyId, sandbox })), origin: 'made', label, sandbox, madeAt: new Date(), madeBy: by.subject, perSecond, perDay, lastUsedAt: null, endsAt: null, revokedAt: null };
    await insertRows(manager, ChannelKey, [row]);
    return row;
  }

  private async valid(manager: EntityManager, keyId: string): Promise<ChannelKey> {
    const row = await this.usable(manager, keyId);
    if (this.stateOf(row) === 'replaced') throw problem('intake.channel-key-over');
    return row;
  }

  private async usable(manager: EntityManager, keyId: string): Promise<ChannelKey> {
    const row = await this.one(manager, keyId);
    if (['ended', 'revoked'].includes(this.stateOf(row))) throw problem('intake.channel-key-over');
    return row;
  }

  private async one(manager: EntityManager, keyId: string): Promise<ChannelKey> {
    const row = await manager.findOneBy(ChannelKey, { keyId });
    if (!row) throw problem('intake.channel-key-not-found');
    return row;
  }

  private told(manager: EntityManager, { keyId, channel }: ChannelKey, deed: string, by: Caller, details: object): Promise<void> {
    return audit(manager, { by, at: this.clock.now(), did: `channel-key.${deed}`, about: keyId, details: { channel, ...details } });
  }

  private stateOf(row: ChannelKey) {
    return keyStateOf(row, this.keys.isKept(row), new Date());
  }

  private viewOf(row: ChannelKey): ChannelKeyView {
    const { keyId, channel, label, origin, sandbox, madeBy, perSecond, perDay } = row;
    const [madeAt, lastUsedAt, endsAt, revokedAt] = [row.madeAt, row.lastUsedAt, row.endsAt, row.revokedAt].map((at) => at?.toISOString() ?? null);
    return { keyId, channel, label, origin, sandbox, state: this.stateOf(row), madeAt: madeAt!, madeBy, perSecond, perDay, lastUsedAt: lastUsedAt!, endsAt: endsAt!, revokedAt: revokedAt! };
  }
}
