import { storedQuestionStates, type StoredQuestionState } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the host has done with a question of a session. One without a row waits. */
@Entity('session_question')
@Index('session_question_merged_into', ['mergedInto'], { where: 'merged_into IS NOT NULL' })
@Check('session_question_state_known', oneOf('state', storedQuestionStates))
@Check('session_question_merged', `(state = 'merged') = (merged_into IS NOT NULL)`)
@Check('session_question_not_published', `state <> 'not-published' OR reason IS NOT NULL`)
@Check('session_question_answered', `(state = 'answered') = (answer IS NOT NULL AND speaker_name IS NOT NULL AND answered_at IS NOT NULL)`)
export class SessionQuestion {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'session_question_pkey' })
  messageId!: string;

  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('text')
  state!: StoredQuestionState;

  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  /** Public. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** What was said, as the scribe wrote it down. */
  @Column('text', { nullable: true })
  answer!: string | null;

  @Column('text', { name: 'speaker_name', nullable: true })
  speakerName!: string | null;

  @Column('text', { name: 'speaker_post', nullable: true })
  speakerPost!: string | null;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;

  @Column('timestamptz', { name: 'moved_at' })
  movedAt!: Date;

  @Column('text', { name: 'moved_by' })
  movedBy!: string;
}
