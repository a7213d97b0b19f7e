import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What was hidden of a message, or that all of it was held or taken down, as publication told last. It is kept for messages that come later, too: no order is promised.
 * `shown` is the public text of the part, or how its content stands.
 */
@Entity('hot_hidden')
export class HotHiddenEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @PrimaryColumn('text')
  part!: 'content' | 'title' | 'text';
  @Column('text')
  shown!: string;
  @Column('integer')
  sequence!: number;
}
