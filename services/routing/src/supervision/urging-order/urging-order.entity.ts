import type { UnitRef } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 督办单 that covers a message. Its events may come in any order: `number` is null until it is known to have been served. */
@Entity('urging_order')
@Index('urging_order_message', ['messageId'])
export class UrgingOrderEntity {
  @PrimaryColumn({ name: 'urging_order_id', type: 'uuid' })
  urgingOrderId!: string;

  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  /** 文号 */
  @Column({ type: 'text', nullable: true })
  number!: string | null;

  /** 事由 */
  @Column({ type: 'text', nullable: true })
  title!: string | null;

  /** 主办 */
  @Column({ type: 'jsonb', nullable: true })
  unit!: UnitRef | null;

  @Column({ name: 'answer_by', type: 'date', nullable: true })
  answerBy!: string | null;

  @Column({ name: 'served_at', type: 'timestamptz', nullable: true })
  servedAt!: Date | null;

  /** 审结 or 撤销 */
  @Column({ type: 'text', nullable: true })
  outcome!: 'accepted' | 'cancelled' | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
