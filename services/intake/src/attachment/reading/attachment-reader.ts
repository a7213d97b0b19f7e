import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { AttachmentMediaType } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import { AttachmentFiles } from '../store/attachment-files.js';

export interface StoredFile {
  name: string;
  mediaType: AttachmentMediaType;
  size: number;
  content: Readable;
}

/** A message that the public may read now: as its writer chose, as publication told last, and not withdrawn. */
export const isPublicMessage = `message.visibility = 'public' AND message.ending <> 'withdrawn' AND coalesce(message_content.visibility, 'public') = 'public'`;

/** SQL: a row of `reply` names the attachment of this id. */
export const namedBy = (attachmentId: string): string => `reply.attachments @> jsonb_build_array(jsonb_build_object('attachmentId', ${attachmentId}))`;
/** SQL: 附件 of a unit's reply, which may still be a draft. */
const isOfReply = 'EXISTS (SELECT FROM reply_attachment WHERE reply_attachment.attachment_id = attachment.attachment_id)';
/** SQL: and a published reply to this message names it. */
const isNamedTo = (message: string): string => `EXISTS (SELECT FROM reply JOIN message USING (message_id) LEFT JOIN message_content USING (message_id) WHERE ${namedBy('attachment.attachment_id')} AND ${message})`;

/** Gives out the bytes of attachments; whoever calls it has seen to who reads. */
@Injectable()
export class AttachmentReader {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AttachmentFiles) private readonly files: AttachmentFiles,
  ) {}

  /** @throws Problem `intake.attachment-not-found` of whatever the public may not read now */
  released(attachmentId: string): Promise<StoredFile> {
    const isOfPublicMessage = `showing = 'released' AND NOT ${isOfReply} AND EXISTS (SELECT FROM message LEFT JOIN message_content USING (message_id) WHERE message.message_id = attachment.message_id AND ${isPublicMessage})`;
    return this.open(`attachment_id = $1 AND ((${isOfPublicMessage}) OR (showing <> 'hidden' AND ${isNamedTo(isPublicMessage)}))`, [attachmentId]);
  }

  /** What its writer has sent, and what came with the replies to it. @throws Problem `intake.attachment-not-found` */
  own(messageId: string, attachmentId: string): Promise<StoredFile> {
    return this.open(`attachment_id = $1 AND ((message_id = $2 AND NOT ${isOfReply}) OR (showing <> 'hidden' AND ${isNamedTo('message.message_id = $2')}))`, [attachmentId, messageId]);
  }

  /** 答复的附件, from its draft on. @throws Problem `intake.attachment-not-found` */
  ofReply(attachmentId: string): Promise<StoredFile> {
    return this.open(`attachment_id = $1 AND ${isOfReply}`, [attachmentId]);
  }

  /** @throws Problem `intake.attachment-not-found` */
  ofMessage(messageId: string, attachmentId: string): Promise<StoredFile> {
    return this.open(`attachment_id = $1 AND message_id = $2 AND NOT ${isOfReply}`, [attachmentId, messageId]);
  }

  private async open(where: string, parameters: readonly string[]): Promise<StoredFile> {
    const [found] = await this.dataSource.query<(Omit<StoredFile, 'content'> & { fileKey: string })[]>(
      `SELECT name, media_type AS "mediaType", size, file_key AS "fileKey" FROM attachment WHERE state = 'stored' AND ${where}`,
      [...parameters],
    );
    const content = found ? await this.files.get(found.fileKey) : null;
    if (!found || !content) throw problem('intake.attachment-not-found');
    const { name, mediaType, size } = found;
    return { name, mediaType, size, content };
  }
}
