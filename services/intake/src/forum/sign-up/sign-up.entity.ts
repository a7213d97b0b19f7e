import { forumLotSchema, type ForumLot } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** 报名 of one person: name and telephone number sealed, and gone when they are needed no more. */
@Entity('forum_sign_up')
@Unique('forum_sign_up_person', ['sessionId', 'personHash'])
@Check('forum_sign_up_lot_known', oneOf('lot', forumLotSchema.options))
export class ForumSignUp {
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'forum_sign_up_pkey' })
  sessionId!: string;

  /** 报名编号: what the public reads in the person's place. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'forum_sign_up_pkey' })
  code!: string;

  @Column('text', { name: 'group_name' })
  group!: string;

  /** A keyed digest of the telephone number: one person signs up once. */
  @Column('bytea', { name: 'person_hash', nullable: true })
  personHash!: Buffer | null;

  /** A keyed digest of the browser, which alone is shown the code again. */
  @Column('bytea', { name: 'browser_hash', nullable: true })
  browserHash!: Buffer | null;

  @Column('text', { nullable: true })
  algorithm!: string | null;

  @Column('text', { name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column('bytea', { nullable: true })
  nonce!: Buffer | null;

  @Column('bytea', { nullable: true })
  ciphertext!: Buffer | null;

  @Column('timestamptz', { name: 'signed_up_at' })
  signedUpAt!: Date;

  /** By whoever signed up, who is in no draw then; after the draw the code stays, and name and number go. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  /** From 1, in the order of the lot. */
  @Column('integer', { nullable: true })
  rank!: number | null;

  @Column('text', { nullable: true })
  lot!: ForumLot | null;
}
