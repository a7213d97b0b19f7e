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

/** Gives out the bytes of attachments; whoever calls it has seen to who reads. */
@Injectable()
export class AttachmentReader {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AttachmentFiles) private readonly files: AttachmentFiles,
  ) {}

  /** @throws Problem `intake.attachment-not-found` of whatever the public may not read now */
  released(attachmentId: string): Promise<StoredFile> {
    return this.open(`attachment_id = $1 AND showing = 'released' AND ${isPublicMessage}`, [attachmentId]);
  }

  /** @throws Problem `intake.attachment-not-found` */
  ofMessage(messageId: string, attachmentId: string): Promise<StoredFile> {
    return this.open('attachment_id = $1 AND message_id = $2', [attachmentId, messageId]);
  }

  private async open(where: string, parameters: readonly string[]): Promise<StoredFile> {
    const [found] = await this.dataSource.query<(Omit<StoredFile, 'content'> & { fileKey: string })[]>(
      `SELECT name, media_type AS "mediaType", size, file_key AS "fileKey" FROM attachment JOIN message USING (message_id) LEFT JOIN message_content USING (message_id) WHERE state = 'stored' AND ${where}`,
      [...parameters],
    );
    const content = found ? await this.files.get(found.fileKey) : null;
    if (!found || !content) throw problem('intake.attachment-not-found');
    const { name, mediaType, size } = found;
    return { name, mediaType, size, content };
  }
}
