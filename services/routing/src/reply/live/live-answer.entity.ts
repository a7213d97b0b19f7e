import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 现场答复: what was said of a question in a session, as intake told it; the reply that was made of it, or why none was. */
@Entity('live_answer')
export class LiveAnswerEntity {
  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'session_id', type: 'uuid' })
  sessionId!: string;

  /** The question with which it was answered as one. */
  @Column({ name: 'merged_into', type: 'uuid', nullable: true })
  mergedInto!: string | null;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'speaker_name', type: 'text' })
  speakerName!: string;

  @Column({ name: 'speaker_post', type: 'text' })
  speakerPost!: string;

  @Column({ name: 'answered_at', type: 'timestamptz' })
  answeredAt!: Date;

  @Column({ name: 'reply_id', type: 'uuid', nullable: true })
  replyId!: string | null;

  /** The code with which a reply of anybody would have been refused. */
  @Column({ type: 'text', nullable: true })
  refused!: string | null;
}
