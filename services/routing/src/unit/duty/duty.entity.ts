import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who made a version of an item: the units' file, an officer, or a ruling on a dispute. */
export type DutySource = 'file' | 'office' | 'ruling';

/** 派单目录: one version of an item. Nothing of it changes but that it ends. */
@Entity('duty_item')
@Index('duty_item_unit', ['unitCode'])
export class DutyItemEntity {
  @PrimaryColumn({ type: 'text' })
  item!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  /** What the unit is charged with. */
  @Column({ type: 'text', nullable: true })
  duty!: string | null;

  /** The law, or the provisions on the unit's functions 三定规定, that say so. */
  @Column({ type: 'text', nullable: true })
  citation!: string | null;

  @Column({ type: 'text', array: true })
  words!: string[];

  @Column({ type: 'text', array: true })
  areas!: string[];

  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate!: string | null;

  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate!: string | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'text' })
  source!: DutySource;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;

  @Column({ name: 'made_by', type: 'text' })
  madeBy!: string;
}
