import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ChannelName } from '../config.js';
import type { NotificationKind } from './notification.rules.js';

/** Where a person is reached at work. */
@Entity('contact')
export class ContactEntity {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  /** `userid` there. */
  @Column({ type: 'text', nullable: true })
  wecom!: string | null;

  @Column({ type: 'text', nullable: true })
  dingtalk!: string | null;
}

/** One thing that one person is told, once, and how that went. */
@Entity('notification')
@Index('notification_once', ['key', 'subject'], { unique: true })
@Index('notification_waiting', { synchronize: false })
@Index('notification_sent', { synchronize: false })
@Index('notification_unreachable', { synchronize: false })
@Index('notification_log', ['toldAt', 'notificationId'])
export class NotificationEntity {
  @PrimaryColumn({ name: 'notification_id', type: 'uuid' })
  notificationId!: string;

  @Column({ type: 'text' })
  kind!: NotificationKind;

  /** What happened, by which it is told once. */
  @Column({ type: 'text' })
  key!: string;

  /** Empty where the registry has nobody for it. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ name: 'message_id', type: 'uuid', nullable: true })
  messageId!: string | null;

  /** What is to be signed. */
  @Column({ name: 'draft_id', type: 'uuid', nullable: true })
  draftId!: string | null;

  @Column({ name: 'told_at', type: 'timestamptz' })
  toldAt!: Date;

  /** Business time: when people are at work. */
  @Column({ name: 'send_after', type: 'timestamptz' })
  sendAfter!: Date;

  @Column({ type: 'text' })
  state!: 'waiting' | 'sent' | 'unreachable';

  /** Through the channel that is tried. */
  @Column({ type: 'int', default: 0 })
  attempts!: number;

  /** Real time; while an attempt is under way, when it counts as lost. */
  @Column({ name: 'next_attempt_at', type: 'timestamptz' })
  nextAttemptAt!: Date;

  /** Channels through which no attempt will succeed. */
  @Column({ name: 'refused_by', type: 'text', array: true, default: [] })
  refusedBy!: ChannelName[];

  /** What was told in one message has one. */
  @Column({ name: 'batch_id', type: 'uuid', nullable: true })
  batchId!: string | null;

  @Column({ type: 'text', nullable: true })
  channel!: ChannelName | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Column({ name: 'delivery_id', type: 'text', nullable: true })
  deliveryId!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;
}
