import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which document a caller's request has begun, so that the same request again begins no other. */
@Entity('document_begun')
export class DocumentBegunEntity {
  @PrimaryColumn('text')
  caller!: string;
  /** The `Idempotency-Key`, or what was asked for, in its words. */
  @PrimaryColumn('text')
  key!: string;
  /** SHA-256 of kind and body. */
  @Column('text')
  fingerprint!: string;
  @Column('uuid', { name: 'document_id' })
  documentId!: string;
  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;
}
