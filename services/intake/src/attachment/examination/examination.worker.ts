import { buffer } from 'node:stream/consumers';
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { attachmentStored, createEvent, replyAttachmentExamined, type AttachmentRefusal, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { AttachmentFiles } from '../store/attachment-files.js';
import { Clamd } from './clamd.js';
import { examine, type Examined } from './examine.js';
import { fileNameOf } from './kind.rules.js';

const pollMs = 1_000;
/** Longer than any examination: afterwards it counts as lost, and another replica may try. */
const leaseMs = 2 * 60_000;
/** Until the scanner is asked again that was away. */
const scannerMs = 15_000;
/** What has ended so many processes, or could so often not be read, is looked at no more. */
const attemptsAtMost = 8;

interface Claimed {
  attachmentId: string;
  messageId: string;
  name: string;
  fileKey: string;
  attempts: number;
  /** Of a unit's reply 答复, and not of a writer's message. */
  isOfReply: boolean;
}

/**
 * Looks at what was uploaded, one file at a time: what it is, whether it does harm, and nothing of it that nobody meant to send. A row is claimed in one short
 * transaction, the work is done outside any, and its outcome is settled with its event in another. Guarantee: whatever dies when, each is settled and told of once.
 */
@Injectable()
export class ExaminationWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly clamd: Clamd | null;
  private readonly rounds = new Loop({
    everyMs: pollMs,
    round: async () => ((await this.examineNext()) ? 0 : pollMs),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'an attachment was not examined; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AttachmentFiles) private readonly files: AttachmentFiles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) { CLAMD_ADDRESS }: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.clamd = CLAMD_ADDRESS === undefined ? null : new Clamd(CLAMD_ADDRESS);
  }

  onApplicationBootstrap(): void {
    this.rounds.start(pollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  wake(): void {
    this.rounds.wake();
  }

  private async examineNext(): Promise<boolean> {
    const claimed = await this.claim();
    if (!claimed) return false;
    const examined = claimed.attempts > attemptsAtMost ? ({ refused: 'not-examined' } as const) : await this.lookAt(claimed);
    if (examined) await this.settle(claimed, examined);
    return true;
  }

  /** Null: the scanner is away, and the file waits for it. Before it has spoken nothing else reads the file. */
  private async lookAt(claimed: Claimed): Promise<Examined | null> {
    const bytes = await this.read(claimed);
    try {
      if (await this.clamd?.findsHarm(bytes)) return { refused: 'malware' };
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'the scanner for malware is away; attachments wait for it');
      await this.wait(claimed);
      return null;
    }
    return examine(bytes);
  }

  /** This one and all that are due, so that one of them asks for the others. However long the scanner is away, that counts as no attempt. */
  private async wait({ attachmentId, attempts }: Claimed): Promise<void> {
    const now = new Date();
    await this.dataSource.query(
      `UPDATE attachment SET state = 'scanning', attempts = greatest(attempts - (attachment_id = $1)::integer, 0), due_at = $4
       WHERE attachment_id IN (SELECT attachment_id FROM attachment WHERE state IN ('received', 'scanning') AND (due_at <= $3 OR (attachment_id = $1 AND attempts = $2)) ORDER BY attachment_id FOR UPDATE SKIP LOCKED)`,
      [attachmentId, attempts, now, new Date(now.getTime() + scannerMs)],
    );
  }

  private async claim(): Promise<Claimed | undefined> {
    const now = new Date();
    const [[claimed]] = await this.dataSource.query<[Claimed[], number]>(
      `UPDATE attachment SET attempts = attempts + 1, due_at = $2
       WHERE attachment_id = (SELECT attachment_id FROM attachment JOIN message USING (message_id) WHERE state IN ('received', 'scanning') AND due_at <= $1 AND hold IS NULL ORDER BY due_at LIMIT 1 FOR UPDATE OF attachment SKIP LOCKED)
       RETURNING attachment_id AS "attachmentId", message_id AS "messageId", name, file_key AS "fileKey", attempts, EXISTS (SELECT FROM reply_attachment WHERE reply_attachment.attachment_id = attachment.attachment_id) AS "isOfReply"`,
      [now, new Date(now.getTime() + leaseMs)],
    );
    return claimed;
  }

  private async read({ fileKey }: Claimed): Promise<Buffer> {
    const content = await this.files.get(fileKey);
    if (!content) throw new Error('the file of an attachment is not in the store');
    return buffer(content);
  }

  private async settle(claimed: Claimed, examined: Examined): Promise<void> {
    if ('refused' in examined) {
      if (await this.refuse(claimed, examined.refused)) await this.files.drop(claimed.fileKey);
      return;
    }
    const key = await this.files.put(Readable.from([examined.bytes], { objectMode: false }));
    await this.files.drop((await this.keep(claimed, examined, key)) ? claimed.fileKey : key);
  }

  /** False: another has settled it. */
  private keep(claimed: Claimed, { mediaType, bytes }: Exclude<Examined, { refused: unknown }>, key: string): Promise<boolean> {
    const { attachmentId, messageId, name, attempts, isOfReply } = claimed;
    const time = this.clock.now();
    const sha256 = hash('sha256', bytes, 'buffer');
    const file = { name: fileNameOf(name, mediaType), mediaType, size: bytes.length, sha256: sha256.toString('hex') };
    return this.dataSource.transaction(async (manager) => {
      const sequence = await nextOf(manager, messageId);
      const [, settled] = await manager.query<[unknown[], number]>(
        `UPDATE attachment SET state = 'stored', name = $3, file_key = $4, media_type = $5, size = $6, sha256 = $7, settled_at = $8
         WHERE attachment_id = $1 AND attempts = $2 AND state IN ('received', 'scanning')`,
        [attachmentId, attempts, file.name, key, mediaType, file.size, sha256, time],
      );
      if (settled === 0) return false;
      const about = { subject: messageId, sequence, time };
      await this.tell(manager, messageId, isOfReply ? examinedEvent(claimed, about, { file, reason: null }) : createEvent(attachmentStored, { ...about, data: { messageId, attachmentId, ...file, storedAt: time.toISOString() } }));
      return true;
    });
  }

  private refuse(claimed: Claimed, reason: AttachmentRefusal): Promise<boolean> {
    const { attachmentId, messageId, attempts, isOfReply } = claimed;
    const at = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      const sequence = await nextOf(manager, messageId);
      const [, settled] = await manager.query<[unknown[], number]>(
        `UPDATE attachment SET state = 'refused', reason = $3, file_key = NULL, settled_at = $4 WHERE attachment_id = $1 AND attempts = $2 AND state IN ('received', 'scanning')`,
        [attachmentId, attempts, reason, at],
      );
      if (settled === 0) return false;
      await audit(manager, { by: { subject: 'intake', roles: [] }, at, did: 'attachment.refused', about: attachmentId, details: { messageId, reason } });
      if (isOfReply) await this.tell(manager, messageId, examinedEvent(claimed, { subject: messageId, sequence, time: at }, { file: null, reason }));
      return true;
    });
  }

  private async tell(manager: EntityManager, messageId: string, event: EventEnvelope): Promise<void> {
    await manager.query('UPDATE message SET version = version + 1 WHERE message_id = $1', [messageId]);
    await appendToOutbox(manager, [event]);
  }
}

/** The number of what is told next of a message, which is locked with this. */
async function nextOf(manager: EntityManager, messageId: string): Promise<number> {
  const [message] = await manager.query<[{ version: number }]>('SELECT version FROM message WHERE message_id = $1 FOR UPDATE', [messageId]);
  return message.version + 1;
}

/** What routing is to know of a file that a unit sends with its reply. */
const examinedEvent = ({ messageId, attachmentId }: Claimed, about: { subject: string; sequence: number; time: Date }, outcome: Pick<EventData<typeof replyAttachmentExamined>, 'file' | 'reason'>): EventEnvelope =>
  createEvent(replyAttachmentExamined, { ...about, data: { messageId, attachmentId, ...outcome, examinedAt: about.time.toISOString() } });
