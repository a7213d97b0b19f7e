import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which messages a period's figures count, as deadline-supervision has listed them: those that are counted alike, of one unit. Only ever added to. */
@Entity('counted_messages')
export class CountedMessagesEntity {
  @PrimaryColumn('text') period!: string;
  /** Of which correction's figures; 0 of those that were closed. */
  @PrimaryColumn('integer', { default: 0 }) correction!: number;
  @PrimaryColumn('integer') part!: number;
  /** Its place in the part. */
  @PrimaryColumn('integer') place!: number;
  /** Of how many parts; until all are there, nothing leads to the lists. */
  @Column('integer') parts!: number;
  /** Who had them at the cut-off. */
  @Column('text', { name: 'unit_code', nullable: true }) unitCode!: string | null;
  @Column('text', { array: true }) counts!: string[];
  @Column('uuid', { name: 'message_ids', array: true }) messageIds!: string[];
}
