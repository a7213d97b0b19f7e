import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A unit's reply: `waiting` until its message is registered here, then `published`, or `returned` by the gate. */
@Entity('reply')
@Index('reply_message', ['messageId'])
@Index('reply_waiting', ['messageId'], { where: `state = 'waiting'` })
export class ReplyEntity {
  @PrimaryColumn('uuid', { name: 'reply_id' }) replyId!: string;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text', { name: 'unit_code' }) unitCode!: string;
  @Column('text', { name: 'unit_name' }) unitName!: string;
  /** Redacted. */
  @Column('text') text!: string;
  @Column('boolean') interim!: boolean;
  @Column('boolean') historical!: boolean;
  @Column('timestamptz', { name: 'submitted_at' }) submittedAt!: Date;
  @Column('text', { default: 'waiting' }) state!: 'waiting' | 'published' | 'returned';
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('text', { array: true, default: '{}' }) reasons!: string[];
}
