import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Of the seats, those that are kept for one group 组别. */
export interface Quota {
  name: string;
  seats: number;
}

/** 网民座谈会, what it has beside its live session: the announcement with the rule of selection, the draw, the minutes. */
@Entity('forum')
@Check('forum_drawn_whole', '(seed IS NULL) = (drawn_at IS NULL)')
@Check('forum_minuted_whole', 'minutes_at IS NULL OR (drawn_at IS NOT NULL AND summary IS NOT NULL AND attended <= invited)')
export class Forum {
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'forum_pkey' })
  sessionId!: string;

  @Column('integer')
  phase!: number;

  @Column('text')
  place!: string;

  @Column('integer')
  seats!: number;

  @Column('jsonb')
  groups!: Quota[];

  @Column('timestamptz', { name: 'sign_up_from' })
  signUpFrom!: Date;

  @Column('timestamptz', { name: 'sign_up_until' })
  signUpUntil!: Date;

  /** SHA-256 of the seed, public from the first. */
  @Column('text')
  commitment!: string;

  /** The seed, sealed until the draw: nobody knows it before. */
  @Column('text')
  algorithm!: string;

  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  nonce!: Buffer;

  @Column('bytea')
  ciphertext!: Buffer;

  @Column('text', { nullable: true })
  seed!: string | null;

  @Column('timestamptz', { name: 'drawn_at', nullable: true })
  drawnAt!: Date | null;

  @Column('text', { name: 'drawn_by', nullable: true })
  drawnBy!: string | null;

  @Column('integer', { nullable: true })
  invited!: number | null;

  @Column('integer', { nullable: true })
  attended!: number | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  @Column('timestamptz', { name: 'minutes_at', nullable: true })
  minutesAt!: Date | null;

  @Column('text', { name: 'minutes_by', nullable: true })
  minutesBy!: string | null;

  @Column('timestamptz', { name: 'announced_at' })
  announcedAt!: Date;

  @Column('text', { name: 'announced_by' })
  announcedBy!: string;

  /** The sequence of the last event about this forum. */
  @Column('integer')
  version!: number;
}
