import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A private message in its writer's own words, read for the writer alone; a public message has no row. */
@Entity('original')
export class OriginalEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text') title!: string;
  @Column('text') text!: string;
}
