import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person did with the power of an office. Only ever added to. */
@Entity('audit_entry')
export class AuditEntryEntity {
  /** In the order of commits. */
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  position!: string;
  @Column('timestamptz')
  at!: Date;
  @Column('text')
  by!: string;
  @Column('text', { array: true })
  roles!: string[];
  @Column('text')
  did!: string;
  @Column('text')
  about!: string;
  @Column('jsonb')
  details!: object;
}
