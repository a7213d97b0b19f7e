import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Change, Print } from './changes.rules.js';

/** 归档包 of a session, in each of its versions. Of those that were replaced their digest stays, and nothing by which words could be found that were hidden since. */
@Entity('session_archive')
@Check('session_archive_replaced_forgets', '(salt IS NULL) = (print IS NULL)')
export class SessionArchiveEntity {
  @PrimaryColumn('uuid', { name: 'session_id' }) sessionId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  /** Of the whole file. */
  @Column('text') sha256!: string;
  /** Why it is not what the version before was. */
  @Column('jsonb') changes!: Change[];
  /** Of the version that is given out; null of others. */
  @Column('text', { nullable: true }) salt!: string | null;
  @Column('jsonb', { nullable: true }) print!: Print | null;
}
