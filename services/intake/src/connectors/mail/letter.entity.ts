import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { SenderChecks } from './letter.rules.js';

/** `copy`: the same words under the same Message-ID came to the mailbox before; `probe`: we sent it to see whether it comes in. */
export const letterStates = ['fetched', 'registered', 'copy', 'automatic', 'bounce', 'probe'] as const;
export type LetterState = (typeof letterStates)[number];

/** A letter as it lay in a mailbox, sealed; written before anything is read of it. Times are real time. */
@Entity('letter')
@Unique('letter_raw', ['mailbox', 'rawHash'])
@Index('letter_header', ['mailbox', 'headerId'])
@Index('letter_message', ['messageId'])
@Index('letter_receipt', ['authorHash', 'fetchedAt'], { where: 'receipt' })
@Index('letter_enclosures', ['enclosuresDueAt'], { where: 'enclosures_due_at IS NOT NULL' })
@Index('letter_kept', ['fetchedAt'], { where: 'ciphertext IS NOT NULL' })
@Check('letter_state_known', oneOf('state', letterStates))
export class StoredLetter {
  @PrimaryColumn('uuid', { name: 'letter_id', primaryKeyConstraintName: 'letter_pkey' })
  letterId!: string;

  /** Its name in the settings. */
  @Column('text')
  mailbox!: string;

  @Column('bytea', { name: 'raw_hash' })
  rawHash!: Buffer;

  /** Where it lay when it was fetched last. */
  @Column('text', { name: 'uid_validity' })
  uidValidity!: string;

  @Column('bigint')
  uid!: string;

  /** How often its reading has begun: a letter at which the process dies is registered unread at last. */
  @Column('integer', { default: 1 })
  readings!: number;

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;

  /** Message-ID */
  @Column('text', { name: 'header_id', nullable: true })
  headerId!: string | null;

  @Column('bytea', { name: 'words_hash', nullable: true })
  wordsHash!: Buffer | null;

  @Column('text', { default: 'fetched' })
  state!: LetterState;

  /** As what it was registered. */
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  /** Counts writers without naming them, as `message` does. */
  @Column('text', { name: 'author_hash', nullable: true })
  authorHash!: string | null;

  @Column('boolean', { default: false })
  receipt!: boolean;

  @Column('jsonb', { name: 'sender_checks', nullable: true })
  senderChecks!: SenderChecks | null;

  @Column('text', { nullable: true })
  algorithm!: string | null;

  @Column('text', { name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column('bytea', { nullable: true })
  nonce!: Buffer | null;

  /** When what is enclosed is to be taken out of it; null where nothing is, or it was done. */
  @Column('timestamptz', { name: 'enclosures_due_at', nullable: true })
  enclosuresDueAt!: Date | null;

  @Column('integer', { name: 'enclosure_attempts', default: 0 })
  enclosureAttempts!: number;

  /** Of the raw letter; null once its time is over. */
  @Column('bytea', { nullable: true })
  ciphertext!: Buffer | null;
}
