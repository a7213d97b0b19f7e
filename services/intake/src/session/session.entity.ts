import { attendances, sessionChannelSchema, type SessionChannel } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { sessionStates, type SessionState } from './session.rules.js';

/** 在线访谈 or 网民座谈会. Its questions are messages, which name it in `session_id`. */
@Entity('live_session')
@Unique('live_session_number_unique', ['number'])
@Check('live_session_channel_known', oneOf('channel', sessionChannelSchema.options))
@Check('live_session_state_known', oneOf('state', sessionStates))
@Check('live_session_opened_coached', 'opened_at IS NULL OR coached_at IS NOT NULL OR uncoached_reason IS NOT NULL')
@Check('live_session_coached_before', 'coached_at < starts_at')
@Check('live_session_closed_attended', `closed_at IS NULL OR (opened_at IS NOT NULL AND attended_name IS NOT NULL AND ${oneOf('state', attendances)})`)
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

  /** 主要负责人 who takes part, by name and post; null of what was announced before that was asked. */
  @Column('text', { name: 'principal_name', nullable: true })
  principalName!: string | null;

  @Column('text', { name: 'principal_post', nullable: true })
  principalPost!: string | null;

  /** Public, as every reason here is. */
  @Column('text', { name: 'short_notice_reason', nullable: true })
  shortNoticeReason!: string | null;

  /** 辅导: when the last one was that is recorded. */
  @Column('timestamptz', { name: 'coached_at', nullable: true })
  coachedAt!: Date | null;

  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt!: Date | null;

  @Column('text', { name: 'opened_by', nullable: true })
  openedBy!: string | null;

  @Column('text', { name: 'uncoached_reason', nullable: true })
  uncoachedReason!: string | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { name: 'closed_by', nullable: true })
  closedBy!: string | null;

  /** Who answered in it. */
  @Column('text', { name: 'attended_name', nullable: true })
  attendedName!: string | null;

  @Column('text', { name: 'attended_post', nullable: true })
  attendedPost!: string | null;

  @Column('text', { name: 'absence_reason', nullable: true })
  absenceReason!: string | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  /** The sequence of the last event that intake sent about this session. */
  @Column('integer')
  version!: number;
}
