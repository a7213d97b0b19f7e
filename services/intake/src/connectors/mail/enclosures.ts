import { Readable } from 'node:stream';
import { hash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, unsealBytes, type DataSource, type Logger, type Sealed } from '@wenzheng/platform';
import { AttachmentFiles } from '../../attachment/store/attachment-files.js';
import { UploadsService } from '../../attachment/upload/uploads.service.js';
import { acceptsAttachments, type IntakeConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { readLetter } from './letter-parser.js';

const pollMs = 2_000;
/** Longer than taking nine files out of a letter: afterwards another replica may try. */
const leaseMs = 2 * 60_000;
/** What has ended so many processes is taken out no more; the letter itself stays. */
const attemptsAtMost = 8;

interface Claimed extends Sealed {
  letterId: string;
  externalId: string;
  attempts: number;
}

/**
 * Takes what is enclosed in letters out of them, after their messages are registered: a message never waits for it. The letter is there, so that whatever dies when,
 * it is done again; what has come to the message before stays.
 */
@Injectable()
export class Enclosures implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Loop({
    everyMs: pollMs,
    round: async () => ((await this.takeNext()) ? 0 : pollMs),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'enclosures of a letter were not taken out; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AttachmentFiles) private readonly files: AttachmentFiles,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.MAILBOXES.length > 0 && acceptsAttachments(this.config)) this.rounds.start(pollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** False: there is none. */
  private async takeNext(): Promise<boolean> {
    const claimed = await this.claim();
    if (!claimed) return false;
    if (claimed.attempts <= attemptsAtMost) await this.take(claimed);
    await this.dataSource.query('UPDATE letter SET enclosures_due_at = NULL WHERE letter_id = $1 AND enclosure_attempts = $2', [claimed.letterId, claimed.attempts]);
    return true;
  }

  private async claim(): Promise<Claimed | undefined> {
    const now = new Date();
    const [[claimed]] = await this.dataSource.query<[Claimed[], number]>(
      `UPDATE letter SET enclosure_attempts = enclosure_attempts + 1, enclosures_due_at = $2 FROM message
       WHERE letter_id = (SELECT letter_id FROM letter WHERE enclosures_due_at <= $1 ORDER BY enclosures_due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AND message.message_id = letter.message_id
       RETURNING letter_id AS "letterId", external_id AS "externalId", enclosure_attempts AS attempts, algorithm, key_id AS "keyId", nonce, ciphertext`,
      [now, new Date(now.getTime() + leaseMs)],
    );
    return claimed;
  }

  private async take({ letterId, externalId, ...sealed }: Claimed): Promise<void> {
    const { enclosures } = await readLetter(unsealBytes(this.config.VAULT_KEYS, letterId, 'letter', sealed), true);
    for (const { externalId: ownId, content } of enclosures.taken) {
      const key = await this.files.put(Readable.from([content], { objectMode: false }));
      await this.uploads.adopt('mailbox', externalId, [{ externalId: ownId, key, sha256: hash('sha256', content, 'buffer') }]);
    }
  }
}
