import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AssignedBy } from '../message/message-state.rules.js';

/** 分派 and 指定承办, one row each; `sequence` is that of its event. */
@Entity('assignment')
export class AssignmentEntity {
  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @PrimaryColumn({ type: 'int' })
  sequence!: number;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  by!: AssignedBy;

  @Column({ type: 'boolean', default: false })
  designated!: boolean;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'assigned_at', type: 'timestamptz' })
  assignedAt!: Date;

  /** The item of the duty catalogue that it rests on, in the version of that day; null where it rests on none. */
  @Column({ name: 'duty_item', type: 'text', nullable: true })
  dutyItem!: string | null;

  @Column({ name: 'duty_version', type: 'int', nullable: true })
  dutyVersion!: number | null;

  /** Of what was learned, where it was decided by that. */
  @Column({ name: 'model_version', type: 'int', nullable: true })
  modelVersion!: number | null;

  /** Subject of the officer's token; null where routing decided by itself. */
  @Column({ name: 'assigned_by_subject', type: 'text', nullable: true })
  assignedBySubject!: string | null;
}

/** 退回. A refused attempt at an interview's question is kept as well: 推诿, for the supervision office to see (R18). */
@Entity('message_return')
@Index('message_return_message', ['messageId'])
export class MessageReturnEntity {
  @PrimaryColumn({ name: 'return_id', type: 'uuid' })
  returnId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'suggested_unit', type: 'text', nullable: true })
  suggestedUnit!: string | null;

  @Column({ name: 'returned_at', type: 'timestamptz' })
  returnedAt!: Date;

  @Column({ name: 'returned_by', type: 'text' })
  returnedBy!: string;

  @Column({ type: 'boolean' })
  accepted!: boolean;
}
