import { sessionChannelSchema, type SessionChannel } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { sessionStates, type SessionState } from './session.rules.js';

/** 在线访谈 or 网民座谈会. Its questions are messages, which name it in `session_id`. */
@Entity('live_session')
@Unique('live_session_number_unique', ['number'])
@Check('live_session_channel_known', oneOf('channel', sessionChannelSchema.options))
@Check('live_session_state_known', oneOf('state', sessionStates))
export class LiveSession {
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'live_session_pkey' })
  sessionId!: string;

  @Column('text')
  number!: string;

  @Column('text')
  channel!: SessionChannel;

  @Column('text')
  title!: string;

  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  @Column('text', { name: 'unit_name' })
  unitName!: string;

  /** As it was first announced. */
  @Column('timestamptz', { name: 'first_starts_at' })
  firstStartsAt!: Date;

  @Column('timestamptz', { name: 'first_ends_at' })
  firstEndsAt!: Date;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text')
  state!: SessionState;

  @Column('timestamptz', { name: 'scheduled_at' })
  scheduledAt!: Date;

  @Column('text', { name: 'scheduled_by' })
  scheduledBy!: string;

  @Column('timestamptz', { name: 'postponed_at', nullable: true })
  postponedAt!: Date | null;

  @Column('text', { name: 'postponed_by', nullable: true })
  postponedBy!: string | null;

  @Column('text', { name: 'postponement_reason', nullable: true })
  postponementReason!: string | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('text', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  @Column('text', { name: 'cancellation_reason', nullable: true })
  cancellationReason!: string | null;

  /** The sequence of the last event that intake sent about this session. */
  @Column('integer')
  version!: number;
}
