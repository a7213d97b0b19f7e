import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, platformProblem, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { attachmentBytesAtMost } from '../../message/message-body.js';
import type { DeclaredAttachment } from '../../message/message.entity.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { attachmentsOf, type AttachmentStanding } from '../attachment-standing.js';
import { ExaminationWorker } from '../examination/examination.worker.js';
import { AttachmentFiles } from '../store/attachment-files.js';
import { atDoor } from './door.js';
import { Metered } from './metered.js';

export interface Uploaded {
  repeated: boolean;
  attachment: AttachmentStanding;
}

/** A file that lies in the store already, to become what its message has declared. */
export interface Lying {
  /** The channel's own id of the attachment. */
  externalId: string;
  key: string;
  sha256: Buffer;
}

/** Declared, and its bytes have not come. */
export type ExpectedFile = Pick<DeclaredAttachment, 'attachmentId' | 'name' | 'size'> & { messageId: string };

/** Takes in the bytes of what a message has declared: once, the same again as often as somebody likes. */
@Injectable()
export class UploadsService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AttachmentFiles) private readonly files: AttachmentFiles,
    @Inject(ExaminationWorker) private readonly examination: ExaminationWorker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Resolves once the bytes are there to stay and the row that names them is committed. */
  async take(channel: ChannelName, externalId: string, ownId: string, body: Readable): Promise<Uploaded> {
    const declared = await this.declared(channel, externalId, ownId);
    const repeated = await this.store(declared, body);
    const standing = (await attachmentsOf(this.dataSource, declared.messageId)).find(({ attachmentId }) => attachmentId === declared.attachmentId);
    if (!standing) throw new Error('an attachment that was kept is not there');
    return { repeated, attachment: standing };
  }

  /** The bytes of what somebody has declared. @returns whether the same have come before */
  async store(declared: ExpectedFile, body: Readable): Promise<boolean> {
    const metered = new Metered(atDoor(body, () => problem('intake.attachment-type-not-accepted')), { bytes: attachmentBytesAtMost, beyond: () => platformProblem('payload-too-large') });
    const key = await this.files.put(metered.content);
    const sha256 = metered.sha256();
    const isSize = declared.size === null || declared.size === metered.size;
    const isFirst = isSize && (await this.insert(declared, key, sha256));
    if (!isFirst) {
      await this.files.drop(key);
      if (!isSize) throw problem('intake.attachment-size-differs');
      const [kept] = await this.dataSource.query<{ isSame: boolean }[]>('SELECT upload_sha256 = $2 AS "isSame" FROM attachment WHERE attachment_id = $1', [declared.attachmentId, sha256]);
      if (!kept?.isSame) throw problem('intake.attachment-conflict');
    }
    this.examination.wake();
    return !isFirst;
  }

  /** Whether files that lie in the store can become attachments of this message: they are there and nobody else's, or it has had them already. */
  async canAdopt(channel: ChannelName, externalId: string, keys: readonly string[]): Promise<boolean> {
    const [answer] = await this.dataSource.query<{ can: boolean }[]>(
      `SELECT EXISTS (SELECT FROM message WHERE channel = $1 AND external_id = $2)
         OR (SELECT count(*) FROM attachment_file AS file WHERE key = ANY ($3::text[]) AND NOT EXISTS (SELECT FROM attachment WHERE file_key = file.key)) = cardinality($3::text[]) AS can`,
      [channel, externalId, keys],
    );
    return answer?.can ?? false;
  }

  /** Once the message is registered; what has come to it before stays. */
  async adopt(channel: ChannelName, externalId: string, files: readonly Lying[]): Promise<void> {
    for (const { externalId: ownId, key, sha256 } of files) await this.insert(await this.declared(channel, externalId, ownId), key, sha256);
    this.examination.wake();
  }

  private async declared(channel: ChannelName, externalId: string, ownId: string): Promise<ExpectedFile> {
    const [message] = await this.dataSource.query<{ messageId: string; attachments: DeclaredAttachment[] | null }[]>(
      'SELECT message_id AS "messageId", attachments FROM message WHERE channel = $1 AND external_id = $2',
      [channel, externalId],
    );
    if (!message) throw problem('intake.message-not-found');
    const declared = message.attachments?.find((one) => one.externalId === ownId);
    if (!declared) throw problem('intake.attachment-not-found');
    return { ...declared, messageId: message.messageId };
  }

  /** False: there is one already, or the file is not there any more, or is another's. */
  private async insert({ attachmentId, messageId, name }: ExpectedFile, key: string, sha256: Buffer): Promise<boolean> {
    const inserted = await this.dataSource.query<unknown[]>(
      `INSERT INTO attachment (attachment_id, message_id, state, name, upload_sha256, file_key, received_at, due_at)
       SELECT $1, $2, 'received', $3, $4, key, $6, $7 FROM attachment_file AS file WHERE key = $5 AND NOT EXISTS (SELECT FROM attachment WHERE file_key = file.key) FOR SHARE
       ON CONFLICT (attachment_id) DO NOTHING RETURNING attachment_id`,
      [attachmentId, messageId, name, sha256, key, this.clock.now(), new Date()],
    );
    return inserted.length > 0;
  }
}
