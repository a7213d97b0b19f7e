import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a source was fetched. Times are real time. */
@Entity('fetch_cursor')
export class FetchCursor {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'fetch_cursor_pkey' })
  connector!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'fetch_cursor_pkey' })
  source!: string;

  /** As the connector wrote it; null before the first page. */
  @Column('jsonb', { nullable: true })
  cursor!: unknown;

  /** Whose turn it is: a replica's, until `dueAt`. */
  @Column('uuid', { nullable: true })
  turn!: string | null;

  /** When the next round may begin; during one, when it counts as lost. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('timestamptz', { name: 'succeeded_at', nullable: true })
  succeededAt!: Date | null;

  /** Rounds that have failed since. */
  @Column('integer', { default: 0 })
  failures!: number;

  @Column('text', { name: 'last_reason', nullable: true })
  lastReason!: string | null;

  @Column('timestamptz', { name: 'certificate_expires_at', nullable: true })
  certificateExpiresAt!: Date | null;
}
