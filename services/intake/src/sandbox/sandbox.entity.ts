import type { Visibility } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import type { HappeningType } from '../delivery/happening/happening.schemas.js';
import type { DeclaredAttachment } from '../message/message.entity.js';

/** What came with a test key 测试密钥: no words of it and no writer, only what its state and a repeat are answered from. */
@Entity('sandbox_message')
@Unique('sandbox_message_external_id', ['keyId', 'externalId'])
@Index('sandbox_message_registered_at', ['registeredAt'])
export class SandboxMessage {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'sandbox_message_pkey' })
  messageId!: string;

  @Column('uuid', { name: 'key_id' })
  keyId!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  /** What its number ends in. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  position!: string;

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;

  @Column('text')
  visibility!: Visibility;

  @Column('text', { name: 'author_hash' })
  authorHash!: string;

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  /** 追问: the one that it asks after. */
  @Column('uuid', { name: 'follow_up_to', nullable: true })
  followUpTo!: string | null;

  @Column('jsonb')
  attachments!: DeclaredAttachment[];
}

export const sandboxDeliveries = ['delivered', 'failed', 'no-webhook'] as const;
export type SandboxDelivery = (typeof sandboxDeliveries)[number];

/** What its integration has let happen to it. */
@Entity('sandbox_happening')
@Index('sandbox_happening_of', ['messageId'])
@Check('sandbox_happening_delivery_known', oneOf('delivery', sandboxDeliveries))
export class SandboxHappening {
  @PrimaryColumn('uuid', { name: 'happening_id', primaryKeyConstraintName: 'sandbox_happening_pkey' })
  happeningId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @ManyToOne(() => SandboxMessage, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'message_id', foreignKeyConstraintName: 'sandbox_happening_message' })
  message?: SandboxMessage;

  @Column('text')
  type!: HappeningType;

  @Column('jsonb')
  data!: object;

  @Column('timestamptz', { name: 'happened_at' })
  happenedAt!: Date;

  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  position!: string;

  @Column('text')
  delivery!: SandboxDelivery;
}

/** Where the holder of a test key hears of what it lets happen: never the channel's own address. */
@Entity('sandbox_webhook')
export class SandboxWebhook {
  @PrimaryColumn('uuid', { name: 'key_id', primaryKeyConstraintName: 'sandbox_webhook_pkey' })
  keyId!: string;

  @Column('text')
  url!: string;

  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'seal_key_id' })
  sealKeyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;
}
