import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A unit as the registry last described it. */
@Entity('unit')
export class UnitEntity {
  @PrimaryColumn('text')
  code!: string;
  @Column('text')
  name!: string;
  @Column('text', { nullable: true })
  parent!: string | null;
  @Column('integer')
  level!: number;
  @Column('boolean')
  removed!: boolean;
  @Column('integer')
  sequence!: number;
  /** Whom the registry lists as its web admins, by their subjects; null where a release before said nothing of them. */
  @Column('text', { name: 'web_admins', array: true, nullable: true })
  webAdmins!: string[] | null;
}
