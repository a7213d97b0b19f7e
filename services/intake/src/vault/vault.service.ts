import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, type Caller, type DataSource, type EntityManager, type Sealed } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { identityFields, unsealFields, unsealIdentity, type Identity } from './identity.js';
import { IdentityRequests } from './identity-requests.service.js';
import type { VaultEntry } from './vault.entity.js';

const contactSchema = z.record(z.enum(identityFields), z.string().nullable());
export type Contact = z.infer<typeof contactSchema>;

export const contactReadingSchema = z
  .object({ readingId: idSchema, messageId: idSchema, readAt: instantSchema, contact: contactSchema })
  .meta({ id: 'ContactReading' });
export type ContactReading = z.infer<typeof contactReadingSchema>;

const readerOf = (connector: string): string => `connector:${connector}`;

/** 身份库: who wrote a message, sealed; every reading is on record before it is answered. */
@Injectable()
export class VaultService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(IdentityRequests) private readonly requests: IdentityRequests,
  ) {}

  /** The plaintext leaves this method only after the transaction that records the reading has committed. */
  async read(messageId: string, reader: Caller, purpose: string): Promise<ContactReading> {
    const readingId = randomUUIDv7();
    const readAt = this.clock.now();
    const identity = await this.dataSource.transaction(async (manager) => {
      const requestId = await this.requests.grantFor(manager, messageId, reader, readAt);
      const found = await this.identityOf(manager, messageId);
      if (!found) throw problem('intake.message-not-found');
      await manager.query(
        `INSERT INTO vault_read (reading_id, message_id, reader, purpose, fields, read_at, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [readingId, messageId, reader.subject, purpose, Object.keys(found).sort(), readAt, requestId],
      );
      await audit(manager, { by: reader, at: readAt, did: 'contact.read', about: messageId, details: { readingId, requestId, purpose, fields: Object.keys(found).sort() } });
      return found;
    });
    const contact = Object.fromEntries(identityFields.map((field) => [field, identity[field] ?? null])) as Contact;
    return { readingId, messageId, readAt: readAt.toISOString(), contact };
  }

  /** Where a letter to the writer goes. It is on record like any other reading, under the connector's name; nobody has seen it. */
  async emailFor(messageId: string, connector: string, purpose: string): Promise<string | null> {
    const readAt = this.clock.now();
    const [reader, fields] = [readerOf(connector), ['email']];
    return this.dataSource.transaction(async (manager) => {
      const { email } = (await this.identityOf(manager, messageId)) ?? {};
      if (email === undefined) return null;
      const readingId = randomUUIDv7();
      await manager.query(`INSERT INTO vault_read (reading_id, message_id, reader, purpose, fields, read_at) VALUES ($1, $2, $3, $4, $5, $6)`, [readingId, messageId, reader, purpose, fields, readAt]);
      await audit(manager, { by: { subject: reader, roles: [] }, at: readAt, did: 'contact.read', about: messageId, details: { readingId, purpose, fields } });
      return email;
    });
  }

  /** Of the writer's own next message: nobody reads it on the way. */
  async identityOf(manager: EntityManager, messageId: string): Promise<Identity | null> {
    const [whole] = await manager.query<Sealed[]>(`SELECT algorithm, key_id AS "keyId", nonce, ciphertext FROM identity WHERE message_id = $1`, [messageId]);
    if (whole) return unsealIdentity(this.config.VAULT_KEYS, messageId, whole);
    const fields = await manager.query<VaultEntry[]>(`SELECT field, algorithm, key_id AS "keyId", nonce, ciphertext FROM vault WHERE message_id = $1`, [messageId]);
    return fields.length > 0 ? unsealFields(this.config.VAULT_KEYS, messageId, fields) : null;
  }
}
