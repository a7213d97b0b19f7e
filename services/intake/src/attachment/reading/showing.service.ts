import { Inject, Injectable } from '@nestjs/common';
import { attachmentHidden, attachmentReleased, createEvent } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { attachmentsOf, type AttachmentStanding } from '../attachment-standing.js';
import type { AttachmentState, Showing } from '../attachment.entity.js';
import { isPublicMessage } from './attachment-reader.js';
import { Handlings } from './handlings.js';

export interface Shown {
  repeated: boolean;
  attachment: AttachmentStanding;
}

interface Found {
  state: AttachmentState;
  showing: Showing;
  version: number;
  isPublic: boolean;
}

/** Whether the public may read an attachment: an officer has looked at it, or has found that it shows too much. */
@Injectable()
export class ShowingService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Handlings) private readonly handlings: Handlings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async listed(messageId: string, caller: Caller): Promise<AttachmentStanding[]> {
    await this.handlings.refuseOthers(messageId, caller);
    return attachmentsOf(this.dataSource, messageId);
  }

  release(messageId: string, attachmentId: string, caller: Caller): Promise<Shown> {
    return this.show(messageId, attachmentId, caller, { showing: 'released', reason: null });
  }

  hide(messageId: string, attachmentId: string, caller: Caller, reason: string): Promise<Shown> {
    return this.show(messageId, attachmentId, caller, { showing: 'hidden', reason });
  }

  private show(messageId: string, attachmentId: string, by: Caller, { showing, reason }: { showing: 'released' | 'hidden'; reason: string | null }): Promise<Shown> {
    const at = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      await this.handlings.refuseOthers(messageId, by, manager);
      const found = await lock(manager, messageId, attachmentId);
      if (found.state !== 'stored') throw problem('intake.attachment-not-stored');
      const repeated = found.showing === showing;
      if (!repeated) {
        if (showing === 'released' && !found.isPublic) throw problem('intake.attachment-of-private-message');
        await manager.query('UPDATE attachment SET showing = $2 WHERE attachment_id = $1', [attachmentId, showing]);
        await manager.query('UPDATE message SET version = version + 1 WHERE message_id = $1', [messageId]);
        const details = { subject: messageId, sequence: found.version + 1, time: at };
        const event = showing === 'released' ? createEvent(attachmentReleased, { ...details, data: { messageId, attachmentId, releasedAt: at.toISOString() } }) : createEvent(attachmentHidden, { ...details, data: { messageId, attachmentId, hiddenAt: at.toISOString() } });
        await appendToOutbox(manager, [event]);
        await audit(manager, { by, at, did: `attachment.${showing}`, about: attachmentId, before: { showing: found.showing }, after: { showing }, details: { messageId, ...(reason && { reason }) } });
      }
      const attachment = (await attachmentsOf(manager, messageId)).find((one) => one.attachmentId === attachmentId);
      if (!attachment) throw problem('intake.attachment-not-found');
      return { repeated, attachment };
    });
  }
}

async function lock(manager: EntityManager, messageId: string, attachmentId: string): Promise<Found> {
  const [message] = await manager.query<{ version: number; isPublic: boolean }[]>(
    `SELECT version, ${isPublicMessage} AS "isPublic" FROM message LEFT JOIN message_content USING (message_id) WHERE message.message_id = $1 FOR UPDATE OF message`,
    [messageId],
  );
  const [attachment] = await manager.query<{ state: AttachmentState; showing: Showing }[]>('SELECT state, showing FROM attachment WHERE attachment_id = $1 AND message_id = $2 AND NOT EXISTS (SELECT FROM reply_attachment WHERE reply_attachment.attachment_id = attachment.attachment_id) FOR UPDATE', [attachmentId, messageId]);
  if (!message || !attachment) throw problem('intake.attachment-not-found');
  return { ...message, ...attachment };
}
