import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, Ending, MessageKind, Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import type { MessageBody } from '../message/message-body.js';
import { authorHashOf, mostFollowUps } from '../message/message.rules.js';
import { problem } from '../problems.js';
import { RegistrationService, type Registration, type WayIn } from '../registration/registration.service.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { VaultService } from '../vault/vault.service.js';
import { assertWithinAnswerDays } from './writer.service.js';

interface Asked {
  rootId: string;
  channel: ChannelName;
  connector: string;
  externalId: string;
  kind: MessageKind | null;
  visibility: Visibility;
  title: string;
  ending: Ending;
  unitCode: string | null;
}

export interface FollowUpDraft {
  channel: ChannelName;
  connector: string;
  followUpTo: string;
  body: MessageBody;
}

/** 追问: a message of its own, with a clock of its own, for the unit that answered. */
@Injectable()
export class FollowUps {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(RegistrationService) private readonly registration: RegistrationService,
    @Inject(VaultService) private readonly vault: VaultService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** The same words again get the same receipt. */
  async ask(messageId: string, text: string): Promise<Registration> {
    const { channel, connector, followUpTo, body } = await this.draft(messageId, text);
    return this.registration.register(channel, body, { connector, followUpTo, admit: admission(followUpTo, { channel, externalId: body.externalId }) });
  }

  /**
   * 追问 that an integration sends in its own words, under an id of its own: whose it is, and what holds where it says nothing.
   * @throws Problem `intake.reply-to-unknown`, `intake.reply-to-another-author`, or where no more may be asked
   */
  async pushed(channel: ChannelName, { externalId, replyTo, author }: MessageBody): Promise<Pick<WayIn, 'followUpTo' | 'defaults' | 'admit'>> {
    const [asked] = await this.dataSource.query<(Pick<Asked, 'rootId' | 'kind' | 'visibility' | 'ending' | 'unitCode'> & { messageId: string; authorHash: string; isRepeat: boolean })[]>(
      `SELECT message_id AS "messageId", coalesce(follow_up_to, message_id) AS "rootId", kind, visibility, ending, author_hash AS "authorHash",
         (SELECT unit_code FROM reply WHERE reply.message_id = message.message_id AND NOT interim ORDER BY published_at DESC LIMIT 1) AS "unitCode",
         EXISTS (SELECT FROM message AS same WHERE same.channel = $1 AND same.external_id = $3) AS "isRepeat"
       FROM message WHERE channel = $1 AND external_id = $2`,
      [channel, replyTo, externalId],
    );
    if (!asked) throw problem('intake.reply-to-unknown', { errors: [{ pointer: '/replyTo', code: 'invalid_value' }] });
    const { messageId, rootId, ending, kind, visibility, unitCode } = asked;
    if (asked.authorHash !== authorHashOf(this.config.AUTHOR_HASH_KEY, channel, author.externalId)) throw problem('intake.reply-to-another-author', { errors: [{ pointer: '/author/externalId', code: 'invalid_value' }] });
    // What was registered keeps its receipt, however late it comes again.
    if (!asked.isRepeat) await assertWithinAnswerDays(this.dataSource.manager, messageId, ending, this.clock.now());
    return { followUpTo: rootId, admit: admission(rootId, { channel, externalId }), defaults: { externalThreadId: replyTo, visibility, ...(kind && { kind }), ...(unitCode && { unit: unitCode }) } };
  }

  /** What is to be registered. @throws Problem where no more may be asked */
  async draft(messageId: string, text: string): Promise<FollowUpDraft> {
    const [asked] = await this.dataSource.query<Asked[]>(
      `SELECT coalesce(follow_up_to, message_id) AS "rootId", channel, connector, external_id AS "externalId", kind, visibility, title, ending,
         (SELECT unit_code FROM reply WHERE reply.message_id = message.message_id AND NOT interim ORDER BY published_at DESC LIMIT 1) AS "unitCode"
       FROM message WHERE message_id = $1`,
      [messageId],
    );
    if (!asked) throw problem('intake.message-not-found');
    const now = this.clock.now();
    const before = await this.dataSource.query<{ externalId: string; text: string; occurredAt: Date }[]>(
      `SELECT external_id AS "externalId", text, occurred_at AS "occurredAt" FROM message WHERE follow_up_to = $1 ORDER BY message_id`,
      [asked.rootId],
    );
    const same = before.find((one) => one.text === text);
    if (!same) await assertWithinAnswerDays(this.dataSource.manager, messageId, asked.ending, now);
    if (!same && before.length >= mostFollowUps) throw problem('intake.followed-up-twice');
    const identity = await this.vault.identityOf(this.dataSource.manager, messageId);
    const { displayName, phone, email } = identity ?? {};
    const body = {
      // Of two at one moment one is registered, and the other is told that the number was taken.
      externalId: same?.externalId ?? `${asked.rootId} ${before.length + 1}`,
      externalThreadId: asked.externalId,
      occurredAt: (same?.occurredAt ?? now).toISOString(),
      author: { externalId: identity?.authorExternalId ?? asked.rootId, ...(displayName && { displayName }), ...((phone ?? email) && { contact: { ...(phone && { phone }), ...(email && { email }) } }) },
      title: `追问：${asked.title.replace(/^追问：/, '')}`.slice(0, 200),
      text,
      visibility: asked.visibility,
      ...(asked.kind && { kind: asked.kind }),
      ...(asked.unitCode && { unit: asked.unitCode }),
    };
    return { channel: asked.channel, connector: asked.connector, followUpTo: asked.rootId, body };
  }
}

/** Under the lock of the message that is asked after: of those that come in one moment, no more are registered than may be. A repeat is none more. */
const admission = (rootId: string, { channel, externalId }: { channel: ChannelName; externalId: string }) => async (manager: EntityManager): Promise<void> => {
  await manager.query('SELECT FROM message WHERE message_id = $1 FOR NO KEY UPDATE', [rootId]);
  const [others] = await manager.query<{ count: number }[]>('SELECT count(*)::int AS count FROM message WHERE follow_up_to = $1 AND (channel, external_id) <> ($2, $3)', [rootId, channel, externalId]);
  if (others!.count >= mostFollowUps) throw problem('intake.followed-up-twice');
};
