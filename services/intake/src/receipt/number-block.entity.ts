import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far the numbers of a business date are reserved. */
@Entity('number_block')
export class NumberBlock {
  @PrimaryColumn('date', { primaryKeyConstraintName: 'number_block_pkey' })
  date!: string;

  /** The next number that nobody has reserved. */
  @Column('integer')
  next!: number;
}
