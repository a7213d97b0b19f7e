import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Every event about a live session, kept for ever. */
@Entity('session_event')
@Index('session_event_session_id', ['sessionId'])
@Index('session_event_unfollowed', ['sessionId'], { where: 'NOT followed' })
export class SessionEventEntity {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;
  @Column('text', { name: 'session_id' })
  sessionId!: string;
  @Column('text')
  type!: string;
  @Column('integer')
  sequence!: number;
  @Column('timestamptz')
  time!: Date;
  @Column('jsonb')
  data!: object;
  /** As an event about a message bears them. */
  @Column('integer', { name: 'after_closing' })
  afterClosing!: number;
  @Column('boolean')
  late!: boolean;
  /** The deadlines of all questions that had been asked before it was heard were computed with it. */
  @Column('boolean', { default: false })
  followed!: boolean;
}

/** Which messages were asked in which session. */
@Entity('session_message')
@Index('session_message_session_id', ['sessionId', 'messageId'])
export class SessionMessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('text', { name: 'session_id' })
  sessionId!: string;
}
