import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { TypedOutcome } from './draft.schema.js';
import type { Outcome } from '../replies.service.js';
import type { DraftAct, DraftKind, Referee, Signatory, SignOffStep, StoredDraftState } from '../sign-off/sign-off.rules.js';

/**
 * 拟稿: what becomes a reply, an extension or a correction when it is signed. It belongs to the unit as long as the message does: with another
 * assignment (`assignedAt`) it has ended, without a row being written.
 */
@Entity('draft')
@Index('draft_message', ['messageId'])
@Index('draft_open', { synchronize: false })
@Index('draft_waiting', { synchronize: false })
export class DraftEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'uuid' })
  draftId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ name: 'assigned_at', type: 'timestamptz' })
  assignedAt!: Date;

  @Column({ type: 'text' })
  kind!: DraftKind;

  /** The reply that it corrects or supplements. */
  @Column({ name: 'reply_id', type: 'uuid', nullable: true })
  replyId!: string | null;

  @Column({ type: 'text' })
  state!: StoredDraftState;

  /** The newest. */
  @Column({ type: 'int' })
  version!: number;

  /** Who may take each step, fixed when it was submitted for sign-off. */
  @Column({ type: 'jsonb', default: [] })
  steps!: SignOffStep[];

  /** Which of them waits. */
  @Column({ type: 'int', default: 0 })
  step!: number;

  @Column({ type: 'int', default: 0 })
  acts!: number;

  /** The reply or extension that it became. */
  @Column({ name: 'paper_id', type: 'uuid', nullable: true })
  paperId!: string | null;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;
}

/** A version that somebody saved on purpose. */
@Entity('draft_version')
export class DraftVersionEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'uuid' })
  draftId!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  text!: string;

  /** Of an extension. */
  @Column({ name: 'new_due_on', type: 'date', nullable: true })
  newDueOn!: string | null;

  /** Of a reply what came of the matter; of a supplement whether it keeps a promise. */
  @Column({ type: 'jsonb', nullable: true })
  outcome!: Outcome | null;

  @Column({ name: 'written_by', type: 'text' })
  writtenBy!: string;

  @Column({ name: 'written_by_name', type: 'text' })
  writtenByName!: string;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt!: Date;
}

/** What a person is typing. Its times are real time: whoever saved a minute ago is editing. */
@Entity('draft_autosave')
export class DraftAutosaveEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'uuid' })
  draftId!: string;

  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'based_on', type: 'int' })
  basedOn!: number;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'new_due_on', type: 'date', nullable: true })
  newDueOn!: string | null;

  /** Of a reply; null also where a release before this one kept it. */
  @Column({ type: 'jsonb', nullable: true })
  outcome!: TypedOutcome | null;

  @Column({ name: 'editing_since', type: 'timestamptz' })
  editingSince!: Date;

  @Column({ name: 'saved_at', type: 'timestamptz' })
  savedAt!: Date;
}

/** Who did what with a draft, and when, for ever. */
@Entity('draft_act')
export class DraftActEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'uuid' })
  draftId!: string;

  @PrimaryColumn({ type: 'int' })
  ordinal!: number;

  @Column({ type: 'text' })
  act!: DraftAct;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'int' })
  step!: number;

  @Column({ type: 'jsonb' })
  signatory!: Signatory;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'finding_reasons', type: 'jsonb', default: [] })
  findingReasons!: { finding: string; reason: string }[];

  /** 转由他人审核: to whom. */
  @Column({ name: 'referred_to', type: 'jsonb', nullable: true })
  referredTo!: Referee | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
