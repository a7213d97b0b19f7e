import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { entryKinds, type EntryContent, type EntryKind } from './entry.rules.js';

/** 信箱、账号名录: an address of a unit, from the day on which it was opened to the one on which it was closed. The audit log has what it was before. */
@Entity('directory_entry')
@Index('directory_entry_open', ['kind', 'address'], { unique: true, where: 'closed_on IS NULL' })
@Check('directory_entry_kind_known', oneOf('kind', entryKinds))
export class DirectoryEntry implements EntryContent {
  @PrimaryColumn('uuid', { name: 'entry_id', primaryKeyConstraintName: 'directory_entry_pkey' })
  entryId!: string;

  @Column('text')
  kind!: EntryKind;

  /** Of an account its uid on the platform, of an integration its channel. */
  @Column('text')
  address!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  /** 负责人, by office; public. */
  @Column('text', { name: 'holder_name', nullable: true })
  holderName!: string | null;

  @Column('text', { name: 'holder_post', nullable: true })
  holderPost!: string | null;

  /** 网管员 who looks after it, as the registry of people lists them; for the staff alone. */
  @Column('text', { nullable: true })
  clerk!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('date', { name: 'opened_on' })
  openedOn!: string;

  @Column('date', { name: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Column('text', { name: 'closing_reason', nullable: true })
  closingReason!: string | null;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('text', { name: 'changed_by' })
  changedBy!: string;
}
