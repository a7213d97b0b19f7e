import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 二次办理: ordered once for a message at most, with a unit and a date of its own. */
@Entity('renewal')
@Index('renewal_message', ['messageId'], { unique: true })
@Index('renewal_due', ['dueAt', 'renewalId'])
export class RenewalEntity {
  @PrimaryColumn({ name: 'renewal_id', type: 'uuid' })
  renewalId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'due_on', type: 'date', nullable: true })
  dueOn!: string | null;

  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ name: 'ordered_at', type: 'timestamptz' })
  orderedAt!: Date;

  @Column({ name: 'ordered_by', type: 'text' })
  orderedBy!: string;
}
