import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a caller's request has made, so that the same request again makes nothing. */
@Entity('made_once')
export class MadeOnceEntity {
  @PrimaryColumn('text')
  caller!: string;
  /** The `Idempotency-Key`, or what was asked for, in its words. */
  @PrimaryColumn('text')
  key!: string;
  /** SHA-256 of what was asked for. */
  @Column('text')
  fingerprint!: string;
  /** Its id, number or version. */
  @Column('text')
  made!: string;
  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;
}
