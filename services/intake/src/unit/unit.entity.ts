import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A unit as routing's registry last told of it; one that is gone keeps its row. */
@Entity('unit')
export class Unit {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'unit_pkey' })
  code!: string;

  @Column('text')
  name!: string;

  @Column('boolean')
  removed!: boolean;

  /** Numbers that it publishes: they stand in what goes back to writers. */
  @Column('text', { array: true, default: '{}' })
  phones!: string[];

  /** Aliases and former names, by which writers may know it. */
  @Column('text', { name: 'other_names', array: true, default: '{}' })
  otherNames!: string[];

  /** 1 is the city; null of what was told of before that was kept. */
  @Column('integer', { nullable: true })
  level!: number | null;

  @Column('integer')
  sequence!: number;
}
