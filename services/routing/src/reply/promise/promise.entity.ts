import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 承诺 of a reply, in force once that is published; kept once a supplement that fulfils it is. */
@Entity('promise')
@Index('promise_message', ['messageId'])
@Index('promise_due', ['dueAt'])
export class PromiseEntity {
  @PrimaryColumn({ name: 'reply_id', type: 'uuid' })
  replyId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'due_on', type: 'date' })
  dueOn!: string;

  /** The end of that day. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  /** The unit was told that the day comes near. */
  @Column({ name: 'reminded_at', type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;
}
