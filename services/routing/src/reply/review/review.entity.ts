import type { Visibility } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What publication decided about a reply, the newest by its `sequence`. It may arrive before anything else is known of the message. */
@Entity('review')
@Index('review_message', ['messageId'])
export class ReviewEntity {
  @PrimaryColumn({ name: 'reply_id', type: 'uuid' })
  replyId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ type: 'text' })
  outcome!: 'published' | 'returned';

  /** Null for a returned one: publication's event does not say. */
  @Column({ type: 'boolean', nullable: true })
  interim!: boolean | null;

  @Column({ type: 'text', nullable: true })
  visibility!: Visibility | null;

  /** Path of the public page. */
  @Column({ type: 'text', nullable: true })
  path!: string | null;

  /** Codes of publication's rules that it did not pass. */
  @Column({ type: 'text', array: true })
  reasons!: string[];

  /** What the information office wrote to the unit, where a person returned it. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz' })
  decidedAt!: Date;

  @Column({ type: 'int' })
  sequence!: number;

  /** The reply that it corrects or supplements, the renewed handling that it answers: none ends a message. */
  @Column({ type: 'uuid', nullable: true })
  corrects!: string | null;

  @Column({ type: 'uuid', nullable: true })
  supplements!: string | null;

  @Column({ type: 'uuid', nullable: true })
  renews!: string | null;
}
