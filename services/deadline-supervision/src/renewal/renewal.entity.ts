import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 二次办理, with a clock of its own. A row without `orderedAt` holds what was heard of its answer before its order. */
@Entity('renewal')
@Index('renewal_message', ['messageId'])
@Index('renewal_look', ['lookAt'], { where: 'look_at IS NOT NULL' })
export class RenewalEntity {
  @PrimaryColumn({ name: 'renewal_id', type: 'uuid' })
  renewalId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ name: 'unit_name', type: 'text', nullable: true })
  unitName!: string | null;

  @Column({ name: 'ordered_at', type: 'timestamptz', nullable: true })
  orderedAt!: Date | null;

  @Column({ name: 'due_on', type: 'date', nullable: true })
  dueOn!: string | null;

  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  /** Of the answer that was published, by which the unit is judged. */
  @Column({ name: 'submitted_at', type: 'timestamptz', nullable: true })
  submittedAt!: Date | null;

  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt!: Date | null;

  /** The steps that were done. */
  @Column({ type: 'text', array: true, default: '{}' })
  done!: string[];

  /** When it has to be looked at next. */
  @Column({ name: 'look_at', type: 'timestamptz', nullable: true })
  lookAt!: Date | null;
}
