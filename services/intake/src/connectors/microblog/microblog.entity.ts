import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { postKinds, type PostKind } from './platform/weibo.rules.js';

/** A post that was captured, and the message that it is. */
@Entity('microblog_post')
@Index('microblog_post_message', ['messageId'], { unique: true, where: 'message_id IS NOT NULL' })
@Check('microblog_post_kind_known', oneOf('kind', postKinds))
export class MicroblogPost {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'microblog_post_pkey' })
  kind!: PostKind;

  /** All its digits. */
  @PrimaryColumn('text', { name: 'post_id', primaryKeyConstraintName: 'microblog_post_pkey' })
  postId!: string;

  /** The status below which it stands. */
  @Column('text', { name: 'status_id' })
  statusId!: string;

  @Column('text')
  account!: string;

  @Column('timestamptz', { name: 'captured_at' })
  capturedAt!: Date;

  /** Null where an earlier release made none of it: with the next look at its account it has one. */
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  /** Since when the platform has it no more, as far as we were told. */
  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;
}

/** A comment of ours: before it is posted, so that one whose answer was lost is looked for, and afterwards with its id. Times are real time. */
@Entity('microblog_comment')
export class MicroblogComment {
  /** Of the delivery. */
  @PrimaryColumn('text', { name: 'notification_id', primaryKeyConstraintName: 'microblog_comment_pkey' })
  notificationId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  account!: string;

  @Column('text')
  text!: string;

  @Column('timestamptz', { name: 'attempted_at' })
  attemptedAt!: Date;

  @Column('text', { name: 'comment_id', nullable: true })
  commentId!: string | null;

  /** When it was looked for last. */
  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;

  /** It was not found at the last look. */
  @Column('timestamptz', { name: 'missing_since', nullable: true })
  missingSince!: Date | null;

  /** Nor at the one after. */
  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;
}

/** How often was told of an account's 回读. */
@Entity('microblog_read_back')
export class MicroblogReadBack {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'microblog_read_back_pkey' })
  account!: string;

  /** Of the event that told of it last. */
  @Column('integer')
  version!: number;
}

export const budgetKinds = ['calls', 'comments'] as const;
export type BudgetKind = (typeof budgetKinds)[number];

/** What an account has used of its calls and comments, over all replicas, until then. */
@Entity('microblog_budget')
@Check('microblog_budget_kind_known', oneOf('kind', budgetKinds))
export class MicroblogBudget {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'microblog_budget_pkey' })
  account!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'microblog_budget_pkey' })
  kind!: BudgetKind;

  @Column('timestamptz')
  until!: Date;

  @Column('integer')
  used!: number;
}

/** What an earlier release kept beside of captured posts: nothing is added, and each is held 待甄别 like any message. */
@Entity('held_post')
@Check('held_post_kind_known', oneOf('kind', postKinds))
@Check('held_post_reason_known', "reason IN ('no-words', 'unreadable', 'conflict')")
export class HeldPost {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'held_post_pkey' })
  kind!: PostKind;

  @PrimaryColumn('text', { name: 'post_id', primaryKeyConstraintName: 'held_post_pkey' })
  postId!: string;

  @Column('text')
  account!: string;

  @Column('text')
  reason!: string;

  @Column('text')
  text!: string;

  /** Business time. */
  @Column('timestamptz', { name: 'captured_at' })
  capturedAt!: Date;
}
