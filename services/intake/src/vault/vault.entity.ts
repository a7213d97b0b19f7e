import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { IdentityField } from './identity.js';

/** 身份库: who wrote one message, sealed as a whole. */
@Entity('identity')
export class SealedIdentity {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'identity_pkey' })
  messageId!: string;

  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;
}

/** The same of messages that an earlier release registered: one row for each field. Only read. */
@Entity('vault')
export class VaultEntry {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'vault_pkey' })
  messageId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'vault_pkey' })
  field!: IdentityField;

  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;
}

/** Readings by people: what goes back to the writer by a letter is read for its address too, by `connector:` and its name, and nobody has seen it. */
export const byPeople = `reader NOT LIKE 'connector:%'`;

/** One reading of the vault: who, what for, which fields, when. */
@Entity('vault_read')
@Index('vault_read_message', ['messageId', 'readAt'])
export class VaultRead {
  @PrimaryColumn('uuid', { name: 'reading_id', primaryKeyConstraintName: 'vault_read_pkey' })
  readingId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  reader!: string;

  @Column('text')
  purpose!: string;

  @Column('text', { array: true })
  fields!: IdentityField[];

  @Column('timestamptz', { name: 'read_at' })
  readAt!: Date;

  /** By which it was granted; null where nobody had to be asked. */
  @Column('uuid', { name: 'request_id', nullable: true })
  requestId!: string | null;
}
