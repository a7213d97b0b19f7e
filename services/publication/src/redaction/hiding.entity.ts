import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Every text that people wrote and everybody reads; a decision 决定 of the information office has its reason and perhaps guidance 引导. */
export const hiddenParts = ['title', 'text', 'reply', 'promise', 'extension-notice', 'decision', 'guidance'] as const;
export type HiddenPart = (typeof hiddenParts)[number];

/** 隐去: words of a published text that nobody reads any more, until it is lifted. */
@Entity('hiding')
@Index('hiding_message', ['messageId'])
export class HidingEntity {
  @PrimaryColumn('uuid', { name: 'hiding_id' }) hidingId!: string;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text') part!: HiddenPart;
  /** Of the reply, notice or decision; the message's own where it is the title or text. */
  @Column('uuid', { name: 'part_id' }) partId!: string;
  /** The words, as they stood; read by nobody but the office. */
  @Column('text') words!: string;
  /** Which of the places where they stand, from 0; null for all of them. */
  @Column('integer', { nullable: true }) place!: number | null;
  @Column('text') reason!: string;
  @Column('timestamptz', { name: 'hidden_at' }) hiddenAt!: Date;
  @Column('timestamptz', { name: 'lifted_at', nullable: true }) liftedAt!: Date | null;
}

/** A text of which something is hidden, redacted and whole: what is shown is made from it. */
@Entity('unhidden')
export class UnhiddenEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @PrimaryColumn('text') part!: HiddenPart;
  @PrimaryColumn('uuid', { name: 'part_id' }) partId!: string;
  @Column('text') text!: string;
}
