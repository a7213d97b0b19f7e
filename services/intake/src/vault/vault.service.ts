import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, unseal, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { vaultFields, type VaultEntry } from './vault.entity.js';

const contactSchema = z.record(z.enum(vaultFields), z.string().nullable());
export type Contact = z.infer<typeof contactSchema>;

export const contactReadingSchema = z
  .object({ readingId: idSchema, messageId: idSchema, readAt: instantSchema, contact: contactSchema })
  .meta({ id: 'ContactReading' });
export type ContactReading = z.infer<typeof contactReadingSchema>;

/** 身份库: who wrote a message, sealed; every reading is on record before it is answered. */
@Injectable()
export class VaultService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** The plaintext leaves this method only after the transaction that records the reading has committed. */
  async read(messageId: string, reader: string, purpose: string): Promise<ContactReading> {
    const readingId = randomUUIDv7();
    const readAt = this.clock.now();
    const entries = await this.dataSource.transaction(async (manager) => {
      const found = await manager.query<Pick<VaultEntry, 'field' | 'algorithm' | 'keyId' | 'nonce' | 'ciphertext'>[]>(
        `SELECT field, algorithm, key_id AS "keyId", nonce, ciphertext FROM vault WHERE message_id = $1 ORDER BY field`,
        [messageId],
      );
      if (found.length === 0) throw problem('intake.message-not-found');
      await manager.query(
        `INSERT INTO vault_read (reading_id, message_id, reader, purpose, fields, read_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [readingId, messageId, reader, purpose, found.map(({ field }) => field), readAt],
      );
      return found;
    });
    const plain = new Map(entries.map((entry) => [entry.field, unseal(this.config.VAULT_KEYS, messageId, entry.field, entry)]));
    const contact = Object.fromEntries(vaultFields.map((field) => [field, plain.get(field) ?? null])) as Contact;
    return { readingId, messageId, readAt: readAt.toISOString(), contact };
  }
}
