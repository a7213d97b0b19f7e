import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const vaultFields = ['authorExternalId', 'displayName', 'phone', 'email'] as const;
export type VaultField = (typeof vaultFields)[number];

/** 身份库: one sealed field of one message's author. */
@Entity('vault')
export class VaultEntry {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'vault_pkey' })
  messageId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'vault_pkey' })
  field!: VaultField;

  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;
}

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
  fields!: VaultField[];

  @Column('timestamptz', { name: 'read_at' })
  readAt!: Date;
}
