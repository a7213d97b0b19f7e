import type { ChannelName, Ending, MessageKind, Visibility } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AssignedBy, MessageState, HoldingPenReason } from './message-state.rules.js';

/**
 * 留言 as routing holds it. A row whose `channel` is null holds early facts alone: its registration has not arrived, and the
 * ledger does not count it.
 */
@Entity('message')
@Index('message_ledger', ['channel', 'registeredOn'])
@Index('message_queue', { synchronize: false })
@Index('message_unit_queue', { synchronize: false })
@Index('message_due', { synchronize: false })
@Index('message_unit_state_queue', { synchronize: false })
@Index('message_overdue', { synchronize: false })
@Index('message_number', ['messageNumber'])
@Index('message_open', { synchronize: false })
@Index('message_holding_pen', { synchronize: false })
@Index('message_assigned', { synchronize: false })
@Index('message_first_asked', { synchronize: false })
@Index('message_session', { synchronize: false })
@Index('message_session_unknown', { synchronize: false })
export class MessageEntity {
  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'message_number', type: 'text', nullable: true })
  messageNumber!: string | null;

  @Column({ type: 'text', nullable: true })
  channel!: ChannelName | null;

  @Column({ name: 'registered_at', type: 'timestamptz', nullable: true })
  registeredAt!: Date | null;

  @Column({ name: 'registered_on', type: 'date', nullable: true })
  registeredOn!: string | null;

  @Column({ type: 'text', nullable: true })
  kind!: MessageKind | null;

  @Column({ type: 'text', nullable: true })
  visibility!: Visibility | null;

  @Column({ type: 'text', nullable: true })
  title!: string | null;

  @Column({ type: 'text', nullable: true })
  text!: string | null;

  /** As the citizen gave it, code or name. */
  @Column({ name: 'addressed_unit', type: 'text', nullable: true })
  addressedUnit!: string | null;

  @Column({ name: 'session_id', type: 'text', nullable: true })
  sessionId!: string | null;

  /** 追问: the message that its writer asks after. */
  @Column({ name: 'follow_up_to', type: 'uuid', nullable: true })
  followUpTo!: string | null;

  @Column({ type: 'boolean', default: false })
  historical!: boolean;

  /** The unit that an import named for a historical message, perhaps before its registration came. */
  @Column({ name: 'import_unit', type: 'text', nullable: true })
  importUnit!: string | null;

  @Column({ type: 'text', default: 'unregistered' })
  state!: MessageState;

  @Column({ type: 'text', default: 'open' })
  ending!: Ending;

  /** `sequence` of the last event that routing emitted about the message. */
  @Column({ type: 'int', default: 0 })
  version!: number;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ name: 'assigned_at', type: 'timestamptz', nullable: true })
  assignedAt!: Date | null;

  @Column({ name: 'assigned_by', type: 'text', nullable: true })
  assignedBy!: AssignedBy | null;

  /** 首问单位: in whose interview or forum it was asked, whoever handles it. */
  @Column({ name: 'first_asked', type: 'text', nullable: true })
  firstAsked!: string | null;

  /** 退回 so far; from the second on the office designates. */
  @Column({ type: 'int', default: 0 })
  returns!: number;

  @Column({ type: 'boolean', default: false })
  designated!: boolean;

  @Column({ name: 'holding_pen_reason', type: 'text', nullable: true })
  holdingPenReason!: HoldingPenReason | null;

  @Column({ name: 'holding_pen_detail', type: 'text', nullable: true })
  holdingPenDetail!: string | null;

  @Column({ name: 'holding_pen_since', type: 'timestamptz', nullable: true })
  holdingPenSince!: Date | null;

  @Column({ name: 'holding_pen_due_at', type: 'timestamptz', nullable: true })
  holdingPenDueAt!: Date | null;

  /** When the alarm over this stay in the holding pen was raised; of an earlier stay if it is not after `holdingPenSince`. */
  @Column({ name: 'holding_pen_alarmed_at', type: 'timestamptz', nullable: true })
  holdingPenAlarmedAt!: Date | null;

  @Column({ name: 'reply_due_on', type: 'date', nullable: true })
  replyDueOn!: string | null;

  @Column({ name: 'final_due_on', type: 'date', nullable: true })
  finalDueOn!: string | null;

  /** 延期说明 is timely until the end of this day. */
  @Column({ name: 'notice_due_on', type: 'date', nullable: true })
  noticeDueOn!: string | null;

  /** When a day ends for this message, HH:MM. */
  @Column({ name: 'close_of_business', type: 'text', nullable: true })
  closeOfBusiness!: string | null;

  @Column({ name: 'due_provisional', type: 'boolean', nullable: true })
  dueProvisional!: boolean | null;

  /** deadline-supervision's `sequence` of the dates above. */
  @Column({ name: 'due_sequence', type: 'int', default: 0 })
  dueSequence!: number;

  @Column({ name: 'overdue_since', type: 'timestamptz', nullable: true })
  overdueSince!: Date | null;

  @Column({ name: 'overdue_sequence', type: 'int', default: 0 })
  overdueSequence!: number;

  @Column({ name: 'deadline_closed_at', type: 'timestamptz', nullable: true })
  deadlineClosedAt!: Date | null;

  @Column({ name: 'submitted_in_time', type: 'boolean', nullable: true })
  submittedInTime!: boolean | null;

  @Column({ name: 'closed_sequence', type: 'int', default: 0 })
  closedSequence!: number;

  /** 提醒 */
  @Column({ name: 'reminded_at', type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;

  /** 催办 */
  @Column({ name: 'urged_at', type: 'timestamptz', nullable: true })
  urgedAt!: Date | null;
}
