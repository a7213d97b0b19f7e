import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 撤回 by the writer, which intake takes. */
@Entity('withdrawal')
export class WithdrawalEntity {
  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'withdrawn_at', type: 'timestamptz' })
  withdrawnAt!: Date;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}
