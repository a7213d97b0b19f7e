import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many letters came from one address in ten minutes. */
@Entity('form_count')
export class FormCount {
  /** A keyed digest: who it was cannot be told from it. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'form_count_pkey' })
  caller!: Buffer;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'form_count_pkey' })
  since!: Date;

  @Column('integer')
  count!: number;
}
