import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that is not shown to everybody, in its writer's own words as far as they are known: read for the writer alone, and redacted for the office. */
@Entity('original')
export class OriginalEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text') title!: string;
  @Column('text') text!: string;
}
