import type { EventData, messageTransferred } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 转出: sent to an office outside; with its receipt the message ends. */
@Entity('transfer')
@Index('transfer_message', ['messageId'])
@Index('transfer_sent', ['messageId'], { unique: true, where: 'transferred_at IS NULL' })
export class TransferEntity {
  @PrimaryColumn({ name: 'transfer_id', type: 'uuid' })
  transferId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'to_kind', type: 'text' })
  toKind!: EventData<typeof messageTransferred>['to']['kind'];

  @Column({ name: 'to_name', type: 'text' })
  toName!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'sent_at', type: 'timestamptz' })
  sentAt!: Date;

  @Column({ name: 'sent_by', type: 'text' })
  sentBy!: string;

  /** From then on the receipt is missing. */
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ name: 'receipt_number', type: 'text', nullable: true })
  receiptNumber!: string | null;

  /** As the receipt says. */
  @Column({ name: 'received_at', type: 'timestamptz', nullable: true })
  receivedAt!: Date | null;

  /** When the receipt was recorded, which ends the message. */
  @Column({ name: 'transferred_at', type: 'timestamptz', nullable: true })
  transferredAt!: Date | null;

  @Column({ name: 'recorded_by', type: 'text', nullable: true })
  recordedBy!: string | null;
}
