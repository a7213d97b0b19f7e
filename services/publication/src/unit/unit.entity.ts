import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The unit directory as routing publishes it: names for the pages, and the numbers that redaction leaves standing. */
@Entity('unit')
export class UnitEntity {
  @PrimaryColumn('text') code!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) parent!: string | null;
  @Column('integer') level!: number;
  @Column('text', { array: true }) phones!: string[];
  @Column('boolean') removed!: boolean;
  @Column('integer') sequence!: number;
}
