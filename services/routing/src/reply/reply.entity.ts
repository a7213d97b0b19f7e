import type { ReplyAttachment, ReplyResult } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Signatory } from './sign-off/sign-off.rules.js';

export type ReplyState = 'waiting' | 'submitted' | 'refused';

/**
 * 答复 as the unit wrote it. `waiting`: an imported reply whose message has not been registered yet; `refused`: one whose
 * message turned out not to be historical. What publication decided about a submitted one stands in `review`.
 */
@Entity('reply')
@Index('reply_message', ['messageId'])
@Index('reply_renews', ['renews'], { where: 'renews IS NOT NULL' })
@Index('reply_shared_from', ['sharedFrom'], { where: 'shared_from IS NOT NULL' })
@Index('reply_fulfils', ['fulfils'], { where: 'fulfils IS NOT NULL' })
@Index('reply_import', ['messageId'], { unique: true, where: `(source = 'import'::text)` })
export class ReplyEntity {
  @PrimaryColumn({ name: 'reply_id', type: 'uuid' })
  replyId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  /** In whose name it speaks: a unit's, never a person's (R09). Null while an imported reply waits for its unit. */
  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ name: 'unit_name', type: 'text', nullable: true })
  unitName!: string | null;

  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'boolean' })
  interim!: boolean;

  @Column({ type: 'text' })
  state!: ReplyState;

  /** Written at the desk, brought in from the past, or said in a session 在线访谈. */
  @Column({ type: 'text' })
  source!: 'desk' | 'import' | 'session';

  @Column({ name: 'submitted_at', type: 'timestamptz' })
  submittedAt!: Date;

  /** The time in the imported file, where `submittedAt` had to be set to the registration. */
  @Column({ name: 'given_at', type: 'timestamptz', nullable: true })
  givenAt!: Date | null;

  @Column({ name: 'submitted_by', type: 'text' })
  submittedBy!: string;

  /** 更正: the reply in whose place it stands, the first of those that were corrected. */
  @Column({ type: 'uuid', nullable: true })
  corrects!: string | null;

  /** 补充: the reply below which it stands. */
  @Column({ type: 'uuid', nullable: true })
  supplements!: string | null;

  /** 办理结果, as the unit states it; null where it states none. */
  @Column({ type: 'text', nullable: true })
  result!: ReplyResult | null;

  /** The reply whose promise this supplement keeps. */
  @Column({ type: 'uuid', nullable: true })
  fulfils!: string | null;

  /** 二次办理: the renewed handling that it answers. */
  @Column({ type: 'uuid', nullable: true })
  renews!: string | null;

  /** 并单: the reply of the lead that this one repeats. */
  @Column({ name: 'shared_from', type: 'uuid', nullable: true })
  sharedFrom!: string | null;

  /** 附件 that were signed with it. */
  @Column({ type: 'jsonb', nullable: true })
  attachments!: ReplyAttachment[] | null;

  /** Null for an imported reply, for what was said in a session, and for what releases before took. */
  @Column({ type: 'jsonb', nullable: true })
  signatory!: Signatory | null;
}
