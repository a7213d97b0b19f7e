import { hash, randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, seal, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { IntakeConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { LetterState } from './letter.entity.js';
import type { SenderChecks } from './letter.rules.js';

export interface KeptLetter {
  letterId: string;
  state: LetterState;
  readings: number;
}

/** What is known of a letter once it was read. */
export interface ReadLetter {
  state: Exclude<LetterState, 'fetched'>;
  headerId: string | null;
  wordsHash: Buffer | null;
  messageId: string | null;
  authorHash: string | null;
  receipt: boolean;
  /** Something is to be taken out of it. */
  hasEnclosures: boolean;
  checks: SenderChecks | null;
}

export interface Correspondence {
  mailbox: string;
  /** Message-ID of the letter that is answered. */
  headerId: string | null;
}

const dayMs = 86_400_000;
const lookMs = 3_600_000;

/** 来信原件: each letter as it came, sealed, for as long as the city keeps them. */
@Injectable()
export class Letters implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ends = new Loop({
    everyMs: lookMs,
    round: () => this.forget(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'raw letters not removed'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.MAILBOXES.length > 0) this.ends.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ends.stop();
  }

  /** Before anything is read of it. The same bytes in the same mailbox are one letter, whatever number they have there. */
  async store(mailbox: string, { uidValidity, uid, raw }: { uidValidity: string; uid: number; raw: Buffer }): Promise<KeptLetter> {
    const letterId = randomUUIDv7();
    const { algorithm, keyId, nonce, ciphertext } = seal(this.config.VAULT_KEYS, letterId, 'letter', raw);
    const [kept] = await this.dataSource.query<KeptLetter[]>(
      `INSERT INTO letter (letter_id, mailbox, raw_hash, uid_validity, uid, fetched_at, algorithm, key_id, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (mailbox, raw_hash) DO UPDATE SET uid_validity = excluded.uid_validity, uid = excluded.uid, readings = letter.readings + 1
       RETURNING letter_id AS "letterId", state, readings`,
      [letterId, mailbox, hash('sha256', raw, 'buffer'), uidValidity, uid, new Date(), algorithm, keyId, nonce, ciphertext],
    );
    return kept!;
  }

  async settle(manager: EntityManager, letterId: string, { state, headerId, wordsHash, messageId, authorHash, receipt, hasEnclosures, checks }: ReadLetter): Promise<void> {
    await manager.query(
      `UPDATE letter SET state = $2, header_id = $3, words_hash = $4, message_id = $5, author_hash = $6, receipt = $7, sender_checks = $8, enclosures_due_at = $9 WHERE letter_id = $1 AND state = 'fetched'`,
      [letterId, state, headerId, wordsHash, messageId, authorHash, receipt, checks === null ? null : JSON.stringify(checks), hasEnclosures && messageId !== null ? new Date() : null],
    );
  }

  /** What came to the mailbox under this Message-ID before. */
  async before(mailbox: string, headerId: string): Promise<Buffer | null> {
    const [found] = await this.dataSource.query<{ wordsHash: Buffer }[]>(
      `SELECT words_hash AS "wordsHash" FROM letter WHERE mailbox = $1 AND header_id = $2 AND state = 'registered' ORDER BY letter_id LIMIT 1`,
      [mailbox, headerId],
    );
    return found?.wordsHash ?? null;
  }

  /** Receipts to one writer since a day ago. */
  async receiptsTo(authorHash: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM letter WHERE author_hash = $1 AND fetched_at > $2 AND receipt', [authorHash, new Date(Date.now() - dayMs)]);
    return row?.count ?? 0;
  }

  /** By which mailbox a message came; a follow-up that was asked on the page goes the way of the message that it asks after. */
  async correspondenceOf(messageId: string): Promise<Correspondence | null> {
    const [found] = await this.dataSource.query<Correspondence[]>(
      `SELECT mailbox, header_id AS "headerId" FROM letter JOIN message ON letter.message_id IN (message.message_id, message.follow_up_to)
       WHERE message.message_id = $1 AND state = 'registered' ORDER BY letter.message_id = $1 DESC, letter_id LIMIT 1`,
      [messageId],
    );
    return found ?? null;
  }

  private async forget(): Promise<void> {
    await this.dataSource.query(
      `UPDATE letter SET algorithm = NULL, key_id = NULL, nonce = NULL, ciphertext = NULL WHERE ciphertext IS NOT NULL AND fetched_at < $1`,
      [new Date(Date.now() - this.config.LETTER_RETENTION_DAYS * dayMs)],
    );
  }
}
