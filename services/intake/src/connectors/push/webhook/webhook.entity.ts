import { channels, type ChannelName } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a channel integration wants to hear of replies. The secret is sealed like the vault. */
@Entity('webhook')
@Check('webhook_channel_known', oneOf('channel', channels))
export class Webhook {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'webhook_pkey' })
  channel!: ChannelName;

  @Column('text')
  url!: string;

  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;

  /** Grows with every change: an answer to an older address cannot disable a newer one. */
  @Column('integer', { default: 1 })
  generation!: number;

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;

  /** Of the present secret; null: it was made when the address was registered. */
  @Column('timestamptz', { name: 'secret_made_at', nullable: true })
  secretMadeAt!: Date | null;

  /** The secret before it, sealed likewise, which signs beside it until then. */
  @Column('text', { name: 'previous_algorithm', nullable: true })
  previousAlgorithm!: string | null;

  @Column('text', { name: 'previous_key_id', nullable: true })
  previousKeyId!: string | null;

  @Column('bytea', { name: 'previous_nonce', nullable: true })
  previousNonce!: Buffer | null;

  @Column('bytea', { name: 'previous_ciphertext', nullable: true })
  previousCiphertext!: Buffer | null;

  @Column('timestamptz', { name: 'previous_ends_at', nullable: true })
  previousEndsAt!: Date | null;

  /** The integration answered 410 Gone. */
  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}
