import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 辅导 of the information office before a session, as it recorded it (R16). */
@Entity('coaching')
@Index('coaching_session', ['sessionId'])
export class Coaching {
  @PrimaryColumn('uuid', { name: 'coaching_id', primaryKeyConstraintName: 'coaching_pkey' })
  coachingId!: string;

  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('timestamptz', { name: 'held_at' })
  heldAt!: Date;

  @Column('text')
  note!: string;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('text', { name: 'recorded_by' })
  recordedBy!: string;
}
