import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit, type OnApplicationShutdown } from '@nestjs/common';
import type { UnitRef, Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { AdmittedKey } from '../access/channel-keys.js';
import { TokenBuckets } from '../access/token-bucket.rules.js';
import { acceptsAttachments, type IntakeConfig } from '../config.js';
import { isListed, type Happened } from '../delivery/happening/happening.schemas.js';
import { standingOf } from '../delivery/happening/standing.rules.js';
import { contentHashOf } from '../message/content-hash.js';
import type { MessageBody } from '../message/message-body.js';
import { declared } from '../message/message-row.js';
import { authorHashOf, mayBeLiked, mostFollowUps, visibilityOf } from '../message/message.rules.js';
import { problem } from '../problems.js';
import { displayTrackingCode, trackingCodeOf } from '../receipt/tracking-code.rules.js';
import { refusalOf } from '../registration/registration.rules.js';
import type { Registration } from '../registration/registration.service.js';
import { SessionService } from '../session/session.service.js';
import { CLOCK, CONFIG } from '../tokens.js';
import type { SandboxDelivery, SandboxMessage } from './sandbox.entity.js';
import { endingOf, sandboxNumberOf } from './sandbox.rules.js';

const keptDays = 14;
/** Of one key; the oldest go first. */
const mostKept = 10_000;
/** To try an interface takes no more. */
const perSecond = 20;
const forgetMs = 3_600_000;

type Kept = Omit<SandboxMessage, 'keyId'>;
type Occurrence = Happened & { happeningId: string; happenedAt: Date; delivery: SandboxDelivery };

const columns = `message_id AS "messageId", external_id AS "externalId", position, registered_at AS "registeredAt", visibility, author_hash AS "authorHash", content_hash AS "contentHash", follow_up_to AS "followUpTo", attachments`;

/** 测试: what comes with a test key is checked and answered like a message, and is none: it stands in tables of its own, no event tells of it, and it is forgotten. */
@Injectable()
export class Sandbox implements OnModuleInit, OnApplicationShutdown {
  private readonly buckets = new TokenBuckets({ rate: perSecond, burst: perSecond * 2, maximum: 1_000 });
  private readonly forgetting = new Loop({
    everyMs: forgetMs,
    round: () => this.forget(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'what came with test keys was not forgotten; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.forgetting.start(forgetMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.forgetting.stop();
  }

  /** @throws Problem as a registration does */
  async register(key: AdmittedKey, body: MessageBody): Promise<Registration> {
    this.refuseBeyondRate(key);
    const refusal = refusalOf(body, this.clock.now(), { takesAttachments: acceptsAttachments(this.config) });
    if (refusal) throw problem(refusal);
    if (!mayBeLiked(key.channel, body.likes)) throw problem('intake.channel-without-likes');
    const before = await this.find(key, body.externalId);
    if (!before && body.sessionId !== undefined) {
      const outside = await this.sessions.askingRefusal(body.sessionId, key.channel);
      if (outside) throw problem(outside);
    }
    const authorHash = authorHashOf(this.config.AUTHOR_HASH_KEY, key.channel, body.author.externalId);
    const asked = before || body.replyTo === undefined ? undefined : await this.asked(key, body.replyTo, authorHash);
    const row = [randomUUIDv7(), key.keyId, body.externalId, this.clock.now(), visibilityOf(body.kind, body.visibility ?? asked?.visibility), authorHash, contentHashOf({ ...body, likes: undefined }), asked?.followUpTo ?? asked?.messageId ?? null, JSON.stringify((body.attachments ?? []).map(declared))];
    const [made] = await this.dataSource.query<Kept[]>(
      `INSERT INTO sandbox_message (message_id, key_id, external_id, registered_at, visibility, author_hash, content_hash, follow_up_to, attachments) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (key_id, external_id) DO NOTHING RETURNING ${columns}`,
      row,
    );
    const kept = made ?? (await this.one(key, body.externalId));
    if (!kept.contentHash.equals(row[6] as Buffer)) throw problem('intake.external-id-conflict');
    const { messageId, registeredAt } = kept;
    const trackingCode = displayTrackingCode(trackingCodeOf(this.config.TRACKING_KEY, messageId));
    return { repeated: !made, receipt: { messageId, messageNumber: this.numberOf(kept), trackingCode, registeredAt: registeredAt.toISOString(), sandbox: true } };
  }

  /** As that of a message, by what its integration has let happen. */
  async stateOf(key: AdmittedKey, externalId: string) {
    const kept = await this.one(key, externalId);
    const happenings = await this.happeningsTo(kept.messageId);
    const deliveryOf = ({ delivery, happenedAt }: Occurrence) => ({ state: delivery, attempts: delivery === 'no-webhook' ? 0 : 1, settledAt: delivery === 'no-webhook' ? null : happenedAt.toISOString(), deliveryId: null });
    const url = this.urlOf(kept);
    const ofTypes = (...types: string[]) => happenings.filter(({ type }) => types.includes(type));
    return {
      messageId: kept.messageId,
      messageNumber: this.numberOf(kept),
      externalId,
      registeredAt: kept.registeredAt.toISOString(),
      visibility: kept.visibility,
      ending: endingOf(happenings),
      ...standingOf(happenings),
      hold: null,
      replies: ofTypes('message.replied', 'message.corrected').map((one) => ({ attachments: [], ...(one.data as ReplyData), url, delivery: deliveryOf(one) })),
      extensions: ofTypes('message.extended').map((one) => ({ extensionId: one.happeningId, ...(one.data as ExtensionData), delivery: deliveryOf(one) })),
      happenings: happenings.filter(({ type }) => isListed(type)).map((one) => ({ happeningId: one.happeningId, type: one.type, happenedAt: one.happenedAt.toISOString(), data: one.data, delivery: deliveryOf(one) })),
      attachments: kept.attachments.map(({ attachmentId, externalId: own, name }) => ({ attachmentId, externalId: own, name, state: 'awaited' as const, reason: null, showing: 'held' as const, mediaType: null, size: null })),
      sandbox: true as const,
    };
  }

  /** Every id of the key in a span of business dates, as reconciliation has them. */
  async registeredBetween({ keyId }: AdmittedKey, { from, to, after, limit }: { from: string; to: string; after: readonly [date: string, messageId: string]; limit: number }) {
    const day = `(registered_at AT TIME ZONE 'Asia/Shanghai')::date`;
    const [days, items] = await Promise.all([
      this.dataSource.query<{ date: string; count: number }[]>(`SELECT to_char(${day}, 'YYYY-MM-DD') AS date, count(*)::int AS count FROM sandbox_message WHERE key_id = $1 AND ${day} BETWEEN $2::date AND $3::date GROUP BY ${day} ORDER BY ${day}`, [keyId, from, to]),
      this.dataSource.query<(Kept & { registeredOn: string })[]>(
        `SELECT ${columns}, to_char(${day}, 'YYYY-MM-DD') AS "registeredOn" FROM sandbox_message
         WHERE key_id = $1 AND ${day} BETWEEN $2::date AND $3::date AND (${day}, message_id) > ($4::date, $5::uuid) ORDER BY ${day}, message_id LIMIT $6`,
        [keyId, from, to, ...after, limit],
      ),
    ]);
    return { days, items: items.map(({ registeredOn, ...kept }) => ({ externalId: kept.externalId, messageId: kept.messageId, messageNumber: this.numberOf(kept), registeredOn })) };
  }

  /** Those of the external ids under which nothing came with this key. */
  async unknownOf({ keyId }: AdmittedKey, externalIds: readonly string[]): Promise<string[]> {
    const known = await this.dataSource.query<{ externalId: string }[]>('SELECT external_id AS "externalId" FROM sandbox_message WHERE key_id = $1 AND external_id = ANY ($2)', [keyId, externalIds]);
    const names = new Set(known.map(({ externalId }) => externalId));
    return [...new Set(externalIds)].filter((externalId) => !names.has(externalId));
  }

  /** @throws Problem `intake.message-not-found` */
  async one(key: AdmittedKey, externalId: string): Promise<Kept> {
    const kept = await this.find(key, externalId);
    if (!kept) throw problem('intake.message-not-found');
    return kept;
  }

  happeningsTo(messageId: string): Promise<Occurrence[]> {
    return this.dataSource.query<Occurrence[]>(`SELECT happening_id AS "happeningId", type, data, happened_at AS "happenedAt", delivery FROM sandbox_happening WHERE message_id = $1 ORDER BY position`, [messageId]);
  }

  numberOf(kept: Pick<Kept, 'registeredAt' | 'position'>): string {
    return sandboxNumberOf(this.config.CITY_PREFIX, kept);
  }

  urlOf(kept: Pick<Kept, 'registeredAt' | 'position'>): string {
    return new URL(`/messages/${this.numberOf(kept)}`, this.config.PUBLIC_URL).href;
  }

  refuseBeyondRate({ keyId }: AdmittedKey): void {
    const waitSeconds = this.buckets.take(keyId, performance.now());
    if (waitSeconds > 0) throw problem('intake.rate-limited', { retryAfterSeconds: waitSeconds });
  }

  /** What is older than a fortnight, and of a key what is beyond the newest ten thousand. */
  async forget(): Promise<void> {
    await this.dataSource.query('DELETE FROM sandbox_message WHERE registered_at < $1', [new Date(this.clock.now().getTime() - keptDays * 86_400_000)]);
    await this.dataSource.query(
      `DELETE FROM sandbox_message USING (SELECT message_id, row_number() OVER (PARTITION BY key_id ORDER BY position DESC) AS place FROM sandbox_message) AS placed
       WHERE placed.message_id = sandbox_message.message_id AND placed.place > $1`,
      [mostKept],
    );
  }

  private async find({ keyId }: AdmittedKey, externalId: string): Promise<Kept | undefined> {
    const [kept] = await this.dataSource.query<Kept[]>(`SELECT ${columns} FROM sandbox_message WHERE key_id = $1 AND external_id = $2`, [keyId, externalId]);
    return kept;
  }

  /** 追问: what it asks after, where that may be asked after. */
  private async asked(key: AdmittedKey, replyTo: string, authorHash: string): Promise<Kept> {
    const asked = await this.find(key, replyTo);
    if (!asked) throw problem('intake.reply-to-unknown', { errors: [{ pointer: '/replyTo', code: 'invalid_value' }] });
    if (asked.authorHash !== authorHash) throw problem('intake.reply-to-another-author', { errors: [{ pointer: '/author/externalId', code: 'invalid_value' }] });
    if (!['publicly-answered', 'privately-answered'].includes(endingOf(await this.happeningsTo(asked.messageId)))) throw problem('intake.not-answered');
    const [others] = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM sandbox_message WHERE follow_up_to = $1', [asked.followUpTo ?? asked.messageId]);
    if (others!.count >= mostFollowUps) throw problem('intake.followed-up-twice');
    return asked;
  }
}

interface ReplyData {
  replyId: string;
  unit: UnitRef;
  interim: boolean;
  corrects: string | null;
  supplements: string | null;
  renews: string | null;
  visibility: Visibility;
  text: string;
  publishedAt: string;
}

interface ExtensionData {
  unit: UnitRef;
  reason: string;
  newDueOn: string;
  publishedAt: string;
}
