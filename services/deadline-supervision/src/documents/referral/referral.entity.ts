import { Column, Entity, Index } from 'typeorm';
import { UnitDocumentEntity } from '../document/document.entity.js';
import type { Dossier } from '../dossier/dossier.schema.js';
import type { ReferralState } from './referral.rules.js';

/** 移送 to the inspection bureau; its unit is the one whose handling is referred. */
@Entity('referral')
@Index('referral_number', ['number'], { unique: true })
@Index('referral_gathering', ['unitCode'], { unique: true, where: 'gathering' })
@Index('referral_drafted', ['draftedAt', 'id'])
@Index('referral_messages', { synchronize: false })
export class ReferralEntity extends UnitDocumentEntity {
  @Column('text')
  state!: ReferralState;
  @Column('text')
  origin!: 'office' | 'ladder';
  /** 久拖不予解决: the first ground, with its evidence. */
  @Column('text', { nullable: true })
  delay!: string | null;
  /** 造成重大影响: the second. */
  @Column('text', { nullable: true })
  impact!: string | null;
  /** 处理建议 */
  @Column('text', { nullable: true })
  proposal!: string | null;
  /** 卷宗 of each message, as they were at the signature. */
  @Column('jsonb', { nullable: true })
  dossiers!: Dossier[] | null;
}
