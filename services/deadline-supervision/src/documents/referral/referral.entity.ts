import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Dossier } from '../dossier/dossier.schema.js';
import type { ReferralState } from './referral.rules.js';

/** 移送 to the inspection bureau. What was done with it is in `document_act`. */
@Entity('referral')
@Index('referral_number', ['number'], { unique: true })
@Index('referral_gathering', ['unitCode'], { unique: true, where: 'gathering' })
@Index('referral_drafted', ['draftedAt', 'id'])
@Index('referral_messages', { synchronize: false })
export class ReferralEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  state!: ReferralState;
  @Column('text')
  origin!: 'office' | 'ladder';
  /** A draft of the ladder that no person has touched: further messages of the unit join it. */
  @Column('boolean')
  gathering!: boolean;
  @Column('text')
  title!: string;
  /** The unit whose handling is referred; null in a draft alone. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('uuid', { name: 'message_ids', array: true })
  messageIds!: string[];
  /** 久拖不予解决: the first ground, with its evidence. */
  @Column('text', { nullable: true })
  delay!: string | null;
  /** 造成重大影响: the second. */
  @Column('text', { nullable: true })
  impact!: string | null;
  /** 处理建议 */
  @Column('text', { nullable: true })
  proposal!: string | null;
  @Column('text', { array: true })
  copies!: string[];
  @Column('text', { nullable: true })
  number!: string | null;
  @Column('text', { nullable: true })
  signatory!: string | null;
  @Column('timestamptz', { name: 'signed_at', nullable: true })
  signedAt!: Date | null;
  /** 卷宗 of each message, as they were at the signature. */
  @Column('jsonb', { nullable: true })
  dossiers!: Dossier[] | null;
  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
