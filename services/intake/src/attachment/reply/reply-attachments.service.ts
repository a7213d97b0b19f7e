import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { attachmentHidden, attachmentReleased, createEvent, type EventData, type replyAttachmentDeclared, type replyAttachmentRemoved } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { attachmentStandingSchema } from '../attachment-standing.js';
import type { Showing } from '../attachment.entity.js';
import { namedBy } from '../reading/attachment-reader.js';
import { UploadsService, type ExpectedFile } from '../upload/uploads.service.js';

export const replyAttachmentStandingSchema = attachmentStandingSchema.omit({ externalId: true }).meta({ id: 'ReplyAttachment' });
export type ReplyAttachmentStanding = z.infer<typeof replyAttachmentStandingSchema>;

const columns = `attachment_id AS "attachmentId", attachment.name, state, nullif(reason, 'removed') AS reason, showing, media_type AS "mediaType", size`;

interface Shown {
  repeated: boolean;
  attachment: ReplyAttachmentStanding;
}

/** 答复的附件: bytes come once, are looked at as those of any attachment, and stay as they are. Only the unit that writes the reply and the information office have to do with them before it is published. */
@Injectable()
export class ReplyAttachments {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Declared and removed in whatever order they come. */
  async keepDeclared(manager: EntityManager, declared: readonly EventData<typeof replyAttachmentDeclared>[]): Promise<void> {
    for (const { attachmentId, messageId, unit, name, declaredAt } of inOrder(declared)) {
      await manager.query(
        `INSERT INTO reply_attachment (attachment_id, message_id, unit_code, name, declared_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (attachment_id) DO UPDATE SET unit_code = excluded.unit_code, name = excluded.name, declared_at = excluded.declared_at WHERE reply_attachment.declared_at IS NULL`,
        [attachmentId, messageId, unit.code, name, declaredAt],
      );
    }
  }

  /** Its file is swept, for nothing names it any more. */
  async keepRemoved(manager: EntityManager, removed: readonly EventData<typeof replyAttachmentRemoved>[]): Promise<void> {
    for (const { attachmentId, messageId, removedAt } of inOrder(removed)) {
      await manager.query('INSERT INTO reply_attachment (attachment_id, message_id, removed_at) VALUES ($1, $2, $3) ON CONFLICT (attachment_id) DO UPDATE SET removed_at = excluded.removed_at', [attachmentId, messageId, removedAt]);
      await manager.query(`UPDATE attachment SET state = 'refused', reason = 'removed', file_key = NULL, settled_at = coalesce(settled_at, $2) WHERE attachment_id = $1 AND state <> 'refused'`, [attachmentId, removedAt]);
    }
  }

  /** @throws Problem `intake.attachment-not-found` of what routing has not declared, or not yet, for the caller's unit */
  async take(attachmentId: string, caller: Caller, body: Readable): Promise<Shown> {
    const [declared] = await this.dataSource.query<ExpectedFile[]>(
      'SELECT attachment_id AS "attachmentId", message_id AS "messageId", name, NULL AS size FROM reply_attachment WHERE attachment_id = $1 AND unit_code = $2 AND removed_at IS NULL',
      [attachmentId, caller.unit],
    );
    if (!declared) throw problem('intake.attachment-not-found');
    const repeated = await this.uploads.store(declared, body);
    return { repeated, attachment: await this.one(this.dataSource, attachmentId) };
  }

  /** @returns of which message it is. @throws Problem `intake.attachment-not-found` of what is not the caller's to see */
  async refuseOthers(attachmentId: string, { roles, unit }: Caller, manager: Pick<EntityManager, 'query'> = this.dataSource): Promise<string> {
    const [found] = await manager.query<{ messageId: string; unitCode: string | null }[]>('SELECT message_id AS "messageId", unit_code AS "unitCode" FROM reply_attachment WHERE attachment_id = $1', [attachmentId]);
    const isTheirs = found !== undefined && found.unitCode !== null && (roles.includes('information-office') || found.unitCode === unit);
    if (!isTheirs) throw problem('intake.attachment-not-found');
    return found.messageId;
  }

  /** Those that published replies to a message name, of the caller's own unit where it is a unit's. */
  of(messageId: string, { roles, unit }: Caller): Promise<ReplyAttachmentStanding[]> {
    return this.dataSource.query<ReplyAttachmentStanding[]>(
      `SELECT ${columns} FROM attachment JOIN reply_attachment USING (attachment_id)
       WHERE attachment_id IN (SELECT (one ->> 'attachmentId')::uuid FROM reply, jsonb_array_elements(attachments) AS one WHERE reply.message_id = $1) AND ($2 OR unit_code = $3) ORDER BY declared_at, attachment_id`,
      [messageId, roles.includes('information-office'), unit],
    );
  }

  release(attachmentId: string, by: Caller): Promise<Shown> {
    return this.show(attachmentId, by, 'released', null);
  }

  hide(attachmentId: string, by: Caller, reason: string): Promise<Shown> {
    return this.show(attachmentId, by, 'hidden', reason);
  }

  /** Told of each message whose published reply names it: what is merged 并单 is answered with the same file. */
  private show(attachmentId: string, by: Caller, showing: 'released' | 'hidden', reason: string | null): Promise<Shown> {
    const at = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      const messageId = await this.refuseOthers(attachmentId, by, manager);
      const messages = await manager.query<{ messageId: string; version: number }[]>(
        `SELECT message_id AS "messageId", version FROM message WHERE message_id = $2 OR message_id IN (SELECT message_id FROM reply WHERE ${namedBy('$1::text')}) ORDER BY message_id FOR UPDATE`,
        [attachmentId, messageId],
      );
      const [found] = await manager.query<{ state: string; showing: Showing }[]>('SELECT state, showing FROM attachment WHERE attachment_id = $1 FOR UPDATE', [attachmentId]);
      if (found?.state !== 'stored') throw problem('intake.attachment-not-stored');
      const repeated = found.showing === showing;
      if (!repeated) {
        await manager.query('UPDATE attachment SET showing = $2 WHERE attachment_id = $1', [attachmentId, showing]);
        await manager.query('UPDATE message SET version = version + 1 WHERE message_id = ANY ($1::uuid[])', [messages.map((one) => one.messageId)]);
        await appendToOutbox(manager, messages.map((one) => {
          const about = { subject: one.messageId, sequence: one.version + 1, time: at };
          const data = { messageId: one.messageId, attachmentId };
          return showing === 'released' ? createEvent(attachmentReleased, { ...about, data: { ...data, releasedAt: at.toISOString() } }) : createEvent(attachmentHidden, { ...about, data: { ...data, hiddenAt: at.toISOString() } });
        }));
        await audit(manager, { by, at, did: `attachment.${showing}`, about: attachmentId, before: { showing: found.showing }, after: { showing }, details: { messageId, ...(reason && { reason }) } });
      }
      return { repeated, attachment: await this.one(manager, attachmentId) };
    });
  }

  private async one(manager: Pick<EntityManager, 'query'>, attachmentId: string): Promise<ReplyAttachmentStanding> {
    const [standing] = await manager.query<ReplyAttachmentStanding[]>(
      `SELECT ${columns} FROM attachment WHERE attachment_id = $1`,
      [attachmentId],
    );
    if (!standing) throw problem('intake.attachment-not-found');
    return standing;
  }
}

/** In which rows are locked. */
const inOrder = <One extends { attachmentId: string }>(all: readonly One[]): One[] => all.toSorted((a, b) => (a.attachmentId < b.attachmentId ? -1 : 1));
