import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema, type ChannelName } from '@wenzheng/contracts';
import { causedWork, DATA_SOURCE, isTransient, isUnavailable, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { OutboxLimit } from '../access/outbox-limit.js';
import { TokenBuckets } from '../access/token-bucket.rules.js';
import { acceptsAttachments, type IntakeConfig } from '../config.js';
import type { HoldReason } from '../message/hold-reasons.js';
import type { MessageBody } from '../message/message-body.js';
import { messageRowOf, type MessageDraft, type MessageRow } from '../message/message-row.js';
import { MessageBatch } from '../message/message-batch.js';
import { MessageStore } from '../message/message-store.js';
import { contentHashOf } from '../message/content-hash.js';
import { mayBeLiked } from '../message/message.rules.js';
import { readReceipts } from '../message/message.sql.js';
import type { RegistrationOutcome } from '../message/outcome.rules.js';
import { Probes } from '../probe/probes.service.js';
import { problem } from '../problems.js';
import { messageNumberOf } from '../receipt/message-number.rules.js';
import { displayTrackingCode, trackingCodeOf } from '../receipt/tracking-code.rules.js';
import { SessionService } from '../session/session.service.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { GroupCommit, QueueFullError } from './group-commit.js';
import { refusalOf } from './registration.rules.js';
import { Screening } from './screening/screening.service.js';

/** What the writer is given, once and again: the number is public, the code is not. */
export const receiptSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string().describe('受理编号: public'),
    trackingCode: z.string().describe('查询码: secret; with the number it opens the writer’s own view'),
    registeredAt: instantSchema.describe('受理登记: day zero of the deadline'),
    sandbox: z.literal(true).optional().describe('it came with a test key 测试密钥: it is registered nowhere, and forgotten within a fortnight'),
    notices: z.array(z.object({ code: z.string(), pointer: z.string() })).optional().describe('what of the message was not understood, although it is registered'),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof receiptSchema>;

/** Why a message may not be registered, whoever brings it. */
export const registrationProblems = problem.pick(
  'intake.attachments-not-accepted',
  'intake.occurred-in-future',
  'intake.channel-without-likes',
  'intake.external-id-conflict',
  'intake.session-unknown',
  'intake.session-takes-no-questions',
  'intake.rate-limited',
  'intake.overloaded',
  'intake.outcome-unknown',
);

export interface Registration {
  repeated: boolean;
  receipt: Receipt;
}

export interface WayIn {
  /** Its name. */
  connector: string;
  /** 追问: the message that it asks after. */
  followUpTo?: string | undefined;
  /** Why it is held whatever its words say. */
  holdReasons?: readonly HoldReason[] | undefined;
  /** What holds where the message itself says nothing; no part of what is compared when it comes again. */
  defaults?: Partial<MessageBody> | undefined;
  /** Whether it may be registered, asked under a lock in the transaction that registers it, which is its own then. @throws Problem */
  admit?: ((manager: EntityManager) => Promise<void>) | undefined;
}

/** What a connector has fetched. */
export interface Incoming {
  channel: ChannelName;
  body: MessageBody;
  /** 追问: the message that it asks after. */
  followUpTo?: string | undefined;
  /** Why it is held whatever its words say. */
  holdReasons?: readonly HoldReason[] | undefined;
  /** When it came in, where that was before now. */
  receivedAt?: Date | undefined;
}

/** Under the id of what was registered with other words there is room for nothing else. */
const otherIdOf = ({ externalId, contentHash }: MessageRow): string => `${externalId.slice(0, 150)} ${contentHash.toString('base64url').slice(0, 22)}`;

const draftOf = (channel: ChannelName, body: MessageBody, { defaults, connector, followUpTo, holdReasons }: WayIn): MessageDraft => ({ ...defaults, ...body, channel, connector, followUpTo, holdReasons, contentHash: contentHashOf({ ...body, likes: undefined }), historical: false });

/** 受理登记: each message once (DESIGN 4.2). */
@Injectable()
export class RegistrationService {
  readonly groupCommit: GroupCommit<MessageRow, RegistrationOutcome>;
  private readonly buckets: TokenBuckets;

  constructor(
    @Inject(MessageStore) store: MessageStore,
    @Inject(MessageBatch) private readonly batch: MessageBatch,
    @Inject(OutboxLimit) private readonly outboxLimit: OutboxLimit,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(Screening) private readonly screening: Screening,
    @Inject(Probes) private readonly probes: Probes,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {
    this.groupCommit = new GroupCommit<MessageRow, RegistrationOutcome>({
      write: (rows) => causedWork({ span: 'commit', causes: rows.map(({ traceparent }) => ({ span: 'commit', traceparent })) }, () => store.write(rows)),
      isLost: isUnavailable,
      maximumWaiting: config.QUEUE_LIMIT,
    });
    const rate = config.RATE_LIMIT_PER_SECOND;
    this.buckets = new TokenBuckets({ rate, burst: Math.max(1, rate * 2), maximum: 1_000 });
  }

  /** Resolves only when the message and its event are committed, now or earlier; what is held 待甄别 has a receipt like any other. */
  async register(channel: ChannelName, body: MessageBody, way: WayIn): Promise<Registration> {
    const refusal = refusalOf(body, this.clock.now(), { takesAttachments: acceptsAttachments(this.config) });
    if (refusal) throw problem(refusal);
    if (!mayBeLiked(channel, body.likes)) throw problem('intake.channel-without-likes');
    const waitSeconds = this.buckets.take(channel, performance.now());
    if (waitSeconds > 0) throw problem('intake.rate-limited', { retryAfterSeconds: waitSeconds });
    await this.outboxLimit.refuseBeyond();
    if (body.sessionId !== undefined) await this.refuseOutsideSession(channel, body.externalId, body.sessionId);
    const probeId = await this.probes.take(body.text, way.connector);
    if (probeId !== null) return { repeated: false, receipt: this.receiptOfProbe(probeId) };
    const row = messageRowOf(draftOf(channel, body, { ...way, holdReasons: this.reasonsToHold(channel, body, way) }), this.config);
    const registration = await this.commit(row, way.admit);
    if (registration.outcome === 'conflict') throw problem('intake.external-id-conflict');
    return { repeated: registration.outcome === 'repeated', receipt: this.receiptOf(registration) };
  }

  private receiptOf({ messageId, messageNumber, registeredAt }: { messageId: string; messageNumber: string; registeredAt: Date }): Receipt {
    return { messageId, messageNumber, trackingCode: displayTrackingCode(trackingCodeOf(this.config.TRACKING_KEY, messageId)), registeredAt: registeredAt.toISOString() };
  }

  /** Under the number that no message has. */
  private receiptOfProbe(probeId: string): Receipt {
    const registeredAt = this.clock.now();
    return this.receiptOf({ messageId: probeId, messageNumber: messageNumberOf(this.config.CITY_PREFIX, businessDateOf(registeredAt), 0), registeredAt });
  }

  /**
   * What was fetched, in the transaction that moves the cursor. Nothing of it is refused: nobody waits for an answer, and what is not kept is lost.
   * @returns how each came out, in their order; none is a conflict: a message that its writer has changed since is held under an id of its own
   */
  async registerFetched(manager: EntityManager, connector: string, incoming: readonly Incoming[]): Promise<RegistrationOutcome[]> {
    const registeredAt = this.clock.now();
    const rows = incoming.map(({ channel, body, followUpTo, holdReasons, receivedAt }) => {
      const draft = draftOf(channel, body, { connector, followUpTo, holdReasons: this.reasonsToHold(channel, body, { followUpTo, holdReasons }) });
      // The other side's clock may be ahead: nothing was written after it came in.
      const occurredAt = new Date(draft.occurredAt) > registeredAt ? registeredAt.toISOString() : draft.occurredAt;
      return { ...messageRowOf({ ...draft, occurredAt }, this.config), registeredAt: receivedAt ?? registeredAt };
    });
    if (rows.length === 0) return [];
    const outcomes = await this.batch.write(manager, rows);
    const changed = rows.filter((_, index) => outcomes[index]?.outcome === 'conflict');
    if (changed.length === 0) return outcomes;
    const others = await this.batch.write(manager, changed.map((row) => ({ ...row, externalId: otherIdOf(row), holdReasons: [...(row.holdReasons ?? []), 'conflict' as const] })));
    return outcomes.map((outcome) => (outcome.outcome === 'conflict' ? others.shift()! : outcome));
  }

  /** A writer who asks after an answer has shown number and code for it. */
  private reasonsToHold(channel: ChannelName, body: MessageBody, { followUpTo, holdReasons = [] }: Pick<WayIn, 'followUpTo' | 'holdReasons'>): HoldReason[] {
    return followUpTo === undefined ? [...holdReasons, ...this.screening.suspicionsOf(channel, body)] : [...holdReasons];
  }

  /** What was asked while the session took questions keeps its receipt, however late it is sent again. */
  private async refuseOutsideSession(channel: ChannelName, externalId: string, sessionId: string): Promise<void> {
    const refusal = await this.sessions.askingRefusal(sessionId, channel);
    if (refusal && (await readReceipts(this.dataSource, [{ channel, externalId }])).length === 0) throw problem(refusal);
  }

  private async commit(row: MessageRow, admit: WayIn['admit']): Promise<RegistrationOutcome> {
    try {
      return await (admit ? this.commitAlone(row, admit) : this.groupCommit.submit(row));
    } catch (error) {
      if (error instanceof QueueFullError) throw problem('intake.overloaded', { retryAfterSeconds: 2 });
      if (isTransient(error)) throw problem('intake.outcome-unknown', { retryAfterSeconds: 1 });
      throw error;
    }
  }
  private commitAlone(row: MessageRow, admit: NonNullable<WayIn['admit']>): Promise<RegistrationOutcome> {
    return this.dataSource.transaction(async (manager) => {
      await admit(manager);
      const [outcome] = await this.batch.write(manager, [{ ...row, registeredAt: this.clock.now() }]);
      return outcome!;
    });
  }
}
