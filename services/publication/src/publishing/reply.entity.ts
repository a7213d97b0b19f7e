import type { ReplyAttachment, Visibility, ReplyPromise, ReplyResult } from '@wenzheng/contracts';
import type { FindingCode } from '@wenzheng/gate';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the signer said to a soft finding. */
export interface FindingReason {
  finding: string;
  reason: string;
}

/** A unit's reply: `waiting` until its message is registered here, `held` while the information office looks at it, then `published` or `returned`. */
@Entity('reply')
@Index('reply_message', ['messageId'])
@Index('reply_waiting', ['messageId'], { where: `state = 'waiting'` })
@Index('reply_held', ['reviewDueAt', 'replyId'], { where: `state = 'held'` })
@Index('reply_published', ['publishedAt', 'replyId'], { where: `state = 'published'` })
@Index('reply_bands', { synchronize: false })
@Index('reply_with_document_number', { synchronize: false })
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
  @Column('text', { default: 'waiting' }) state!: 'waiting' | 'held' | 'published' | 'returned';
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('text', { array: true, default: '{}' }) reasons!: string[];
  @Column('text', { array: true, default: '{}' }) findings!: FindingCode[];
  @Column('jsonb', { name: 'finding_reasons', default: '[]' }) findingReasons!: FindingReason[];
  /** By which nearly equal replies are found; null where it is too short to tell. */
  @Column('integer', { array: true, nullable: true }) bands!: number[] | null;
  /** How its message stood when it was published, which others were told; null in what the release before published. */
  @Column('text', { nullable: true }) visibility!: Visibility | null;
  @Column('timestamptz', { name: 'held_at', nullable: true }) heldAt!: Date | null;
  @Column('timestamptz', { name: 'review_due_at', nullable: true }) reviewDueAt!: Date | null;
  @Column('timestamptz', { name: 'review_alarmed_at', nullable: true }) reviewAlarmedAt!: Date | null;
  /** 更正: the reply in whose place it stands. */
  @Column('uuid', { nullable: true }) corrects!: string | null;
  /** 补充: the reply below which it stands. */
  @Column('uuid', { nullable: true }) supplements!: string | null;
  /** 二次办理: the renewed handling that it answers. */
  @Column('uuid', { nullable: true }) renews!: string | null;
  /** 并单: the message whose reply it repeats. */
  @Column('uuid', { name: 'shared_with', nullable: true }) sharedWith!: string | null;
  /** 办理结果, as the unit states it. */
  @Column('text', { nullable: true }) result!: ReplyResult | null;
  /** 承诺, redacted. */
  @Column('jsonb', { nullable: true }) promise!: ReplyPromise | null;
  /** The reply whose promise this supplement keeps. */
  @Column('uuid', { nullable: true }) fulfils!: string | null;
  /** 附件 that were signed with it. Intake says whether one was hidden since. */
  @Column('jsonb', { nullable: true }) attachments!: ReplyAttachment[] | null;
}
