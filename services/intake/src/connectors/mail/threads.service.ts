import { Inject, Injectable } from '@nestjs/common';
import { createEvent, replyDeliveryFailed, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig, Mailbox } from '../../config.js';
import type { DeliveryKind } from '../../delivery/delivery.entity.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { VaultService } from '../../vault/vault.service.js';
import type { Letter } from './letter.rules.js';
import { readAddress, type AddressToken } from './reply-address.rules.js';

/** The message to which a letter belongs, and whether its writer is surely the same. */
export interface Thread {
  messageId: string;
  externalId: string;
  isWriters: boolean;
}

const ourId = /^<msg_([0-9a-f-]{36})@/i;

/** To which message a letter belongs: by the address that it was sent to, or by the letter that it answers. */
@Injectable()
export class Threads {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(VaultService) private readonly vault: VaultService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async of(box: Mailbox, { to, answers, from }: Letter): Promise<Thread | null> {
    const token = this.tokens(box, to).find((one) => one.of === 'message');
    const addressed = token && (await this.message('message_number = $1', [token.messageNumber]));
    if (addressed) return { ...addressed, isWriters: true };
    for (const id of answers.slice(0, 20)) {
      const referenceId = ourId.exec(id)?.[1];
      const found = referenceId
        ? await this.message(`message_id IN (SELECT message_id FROM delivery WHERE reference_id = $1 AND connector = 'mail')`, [referenceId])
        : await this.message(`message_id IN (SELECT message_id FROM letter WHERE mailbox = $1 AND header_id = $2 AND state = 'registered')`, [box.name, id]);
      // Whoever has been shown a letter knows its Message-ID.
      if (found) return { ...found, isWriters: from !== undefined && (await this.vault.identityOf(this.dataSource.manager, found.messageId))?.email === from.address };
    }
    return null;
  }

  /** The delivery that a report is about; null where it is about no letter of ours. */
  returned(box: Mailbox, { to, bounce }: Letter): string | null {
    const token = this.tokens(box, to).find((one) => one.of === 'letter');
    return token?.referenceId ?? ourId.exec(bounce?.originalId ?? '')?.[1] ?? null;
  }

  /** What was delivered to a mail server has come back from another: it has failed after all, and is told once. */
  async fail(manager: EntityManager, referenceId: string, reason: string): Promise<void> {
    // The message first, as whoever settles a delivery locks them.
    const [message] = await manager.query<{ messageId: string; version: number }[]>(
      `SELECT message_id AS "messageId", version FROM message WHERE message_id = (SELECT message_id FROM delivery WHERE reference_id = $1 AND connector = 'mail' LIMIT 1) FOR UPDATE`,
      [referenceId],
    );
    if (!message) return;
    const [failed] = await manager.query<[{ kind: DeliveryKind; channel: ChannelName; attempts: number }[], number]>(
      `UPDATE delivery SET state = 'failed', last_reason = $2, settled_at = $3 WHERE message_id = $4 AND reference_id = $1 AND connector = 'mail' AND state <> 'failed' RETURNING kind, channel, attempts`,
      [referenceId, reason, new Date(), message.messageId],
    );
    const reply = failed.find(({ kind }) => kind === 'reply');
    if (!reply) return;
    await manager.query('UPDATE message SET version = version + 1 WHERE message_id = $1', [message.messageId]);
    const now = this.clock.now();
    const data = { messageId: message.messageId, replyId: referenceId, channel: reply.channel, failedAt: now.toISOString(), attempts: Math.max(reply.attempts, 1), reason };
    await appendToOutbox(manager, [createEvent(replyDeliveryFailed, { subject: message.messageId, sequence: message.version + 1, time: now, data })]);
  }

  private tokens(box: Mailbox, to: readonly string[]): AddressToken[] {
    return to.flatMap((address) => readAddress(this.config.TRACKING_KEY, box.address, address) ?? []);
  }

  private async message(where: string, parameters: unknown[]): Promise<{ messageId: string; externalId: string } | null> {
    const [found] = await this.dataSource.query<{ messageId: string; externalId: string }[]>(`SELECT message_id AS "messageId", external_id AS "externalId" FROM message WHERE connector = 'mail' AND ${where} LIMIT 1`, parameters);
    return found ?? null;
  }
}
