import type { BusinessDate } from '@wenzheng/working-days';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 政策文件, as the information office has entered it last. */
@Entity('policy_document')
@Index('policy_document_number', ['yearAndSerial'], { where: 'year_and_serial IS NOT NULL' })
@Index('policy_document_newest', ['issuedOn', 'documentId'])
export class PolicyDocumentEntity {
  @PrimaryColumn('uuid', { name: 'document_id' }) documentId!: string;
  /** 文号: 淮府办〔2011〕118号; null for what has none. */
  @Column('text', { nullable: true, unique: true }) number!: string | null;
  /** `2011-118`, by which a number is looked for. */
  @Column('text', { name: 'year_and_serial', nullable: true }) yearAndSerial!: string | null;
  @Column('text') title!: string;
  /** Other titles by which it is cited. */
  @Column('text', { name: 'other_titles', array: true }) otherTitles!: string[];
  @Column('text') issuer!: string;
  @Column('date', { name: 'issued_on' }) issuedOn!: BusinessDate;
  @Column('date', { name: 'effective_on', nullable: true }) effectiveOn!: BusinessDate | null;
  @Column('date', { name: 'repealed_on', nullable: true }) repealedOn!: BusinessDate | null;
  /** 废止依据. */
  @Column('text', { name: 'repealed_by', nullable: true }) repealedBy!: string | null;
  /** Where its original stands. */
  @Column('text', { nullable: true }) url!: string | null;
  @Column('text', { nullable: true }) text!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
}

/** What it said in each version; only ever added to. */
@Entity('policy_document_version')
export class PolicyDocumentVersionEntity {
  @PrimaryColumn('uuid', { name: 'document_id' }) documentId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('timestamptz') at!: Date;
  @Column('jsonb') content!: Record<string, unknown>;
}
