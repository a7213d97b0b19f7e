import type { directoryEntryChanged, EventData } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type DirectoryEntryState = EventData<typeof directoryEntryChanged>;

/** 信箱、账号名录: an entry at its newest state, as intake tells of it: every word of it is public. */
@Entity('directory_entry')
@Index('directory_entry_unit', ['unitCode'])
export class DirectoryEntryEntity {
  @PrimaryColumn('uuid', { name: 'entry_id' }) entryId!: string;
  @Column('text', { name: 'unit_code' }) unitCode!: string;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: DirectoryEntryState;
}
