import type { ChannelName, Ending, MessageKind, Visibility } from '@wenzheng/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The one redacted projection of a message: everything public reads it and nothing else. The row is there from the first
 * event on, as the lock of the message; `channel` stays null until `registered` has come.
 */
@Entity('message')
@Index('message_number', ['messageNumber'], { unique: true })
@Index('message_session', ['sessionId'], { where: 'session_id IS NOT NULL' })
@Index('message_follow_up_to', ['followUpTo'], { where: 'follow_up_to IS NOT NULL' })
@Index('message_merged_into', ['mergedInto'], { where: 'merged_into IS NOT NULL' })
@Index('message_newest', ['registeredAt', 'messageId'], { where: 'channel IS NOT NULL' })
@Index('message_ledger', ['channel', 'registeredOn'])
@Index('message_unit', ['unitCode', 'registeredAt'], { where: 'channel IS NOT NULL' })
@Index('message_open_due', ['dueOn'], { where: `ending = 'open' AND channel IS NOT NULL` })
@Index('message_answered', ['answeredAt'], { where: 'answered_at IS NOT NULL' })
@Check('message_private_has_no_words', `visibility <> 'private' OR (title IS NULL AND text IS NULL AND search_words IS NULL)`)
export class MessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text', { name: 'message_number', nullable: true }) messageNumber!: string | null;
  @Column('text', { nullable: true }) channel!: ChannelName | null;
  @Column('text', { nullable: true }) kind!: MessageKind | null;
  @Column('text', { nullable: true }) visibility!: Visibility | null;
  /** Why its content is not shown as its writer chose; null where it is. */
  @Column('text', { nullable: true }) content!: 'held' | 'private' | 'taken-down' | null;
  /** What its writer chose, where that is not `visibility`. */
  @Column('text', { nullable: true }) chosen!: Visibility | null;
  @Column('timestamptz', { name: 'registered_at', nullable: true }) registeredAt!: Date | null;
  @Column('date', { name: 'registered_on', nullable: true }) registeredOn!: string | null;
  /** Redacted; null for a private message, whose words stand in `original`. */
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) text!: string | null;
  /** 追问: the message that its writer asks after. */
  @Column('uuid', { name: 'follow_up_to', nullable: true }) followUpTo!: string | null;
  /** The live session in which it was asked. */
  @Column('text', { name: 'session_id', nullable: true }) sessionId!: string | null;
  /** 并单: the message with which it is handled as one; null where it is handled by itself. */
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto!: string | null;
  @Column('boolean', { default: false }) historical!: boolean;
  @Column('text', { name: 'unit_code', nullable: true }) unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true }) unitName!: string | null;
  @Column('text', { default: 'open' }) ending!: Ending;
  /** Of an ending that is no answer. */
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  /** From when its days are counted, where that is not the day of registration: it was asked in a live session. */
  @Column('date', { name: 'day_zero', nullable: true }) dayZero!: string | null;
  @Column('date', { name: 'reply_due_on', nullable: true }) replyDueOn!: string | null;
  @Column('date', { name: 'final_due_on', nullable: true }) finalDueOn!: string | null;
  @Column('date', { name: 'due_on', nullable: true }) dueOn!: string | null;
  @Column('boolean', { default: false }) provisional!: boolean;
  @Column('boolean', { default: false }) extended!: boolean;
  @Column('jsonb', { nullable: true }) extension!: unknown;
  @Column('boolean', { name: 'interim_published', default: false }) interimPublished!: boolean;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt!: Date | null;
  /** By when the office should have looked at the reply that waits. */
  @Column('date', { name: 'review_due_on', nullable: true }) reviewDueOn!: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  @Column('boolean', { name: 'answered_in_time', nullable: true }) answeredInTime!: boolean | null;
  @Column('smallint', { default: 0 }) level!: number;
  /** Of the calendar by which it is counted for ever; null where that is the current one. */
  @Column('text', { name: 'calendar_version', nullable: true }) calendarVersion!: string | null;
  /** `sequence` of the last event that this service emitted about the message. */
  @Column('integer', { default: 0 }) version!: number;
  /** Grows with every change; rendered pages are kept by it. */
  @Column('integer', { default: 0 }) revision!: number;
  @Column('timestamptz', { name: 'updated_at', nullable: true }) updatedAt!: Date | null;
  /** Title and text as they are looked for; null until they are indexed, where the release before published them. */
  @Column('text', { name: 'search_words', nullable: true }) searchWords!: string | null;
}
