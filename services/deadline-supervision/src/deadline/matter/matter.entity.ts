import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * 事由: what a message is about, in the words of its title. Apart from the facts, which are kept for ever as they came: here the newest wording takes the place of the one before,
 * and what is nobody's to read any more is gone.
 */
@Entity('matter')
export class MatterEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  /** Null: not to be told, for good. */
  @Column('text', { nullable: true })
  title!: string | null;
  /** Publication's version of the message at the hiding that the title stands by; 0: as it was registered. */
  @Column('integer')
  sequence!: number;
}
