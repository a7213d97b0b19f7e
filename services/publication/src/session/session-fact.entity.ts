import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { SessionFactData, SessionFactType } from './session-facts.rules.js';

/** What intake has told of a live session, redacted: whatever is shown of it is put together from these. */
@Entity('session_fact')
@Index('session_fact_scheduled', ['sessionId'], { where: `type = 'scheduled'` })
export class SessionFactEntity {
  @PrimaryColumn('uuid', { name: 'session_id' }) sessionId!: string;
  /** Intake's version of the session: facts count in this order, whatever order they come in. */
  @PrimaryColumn('integer') sequence!: number;
  @Column('text') type!: SessionFactType;
  @Column('jsonb') data!: SessionFactData;
}
