import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type RedactedPlace = 'reply' | 'notice' | 'decision' | 'guidance' | 'promise';

/**
 * What units and the office wrote with a telephone number in it, in their own words: read by redaction alone, when the
 * directory changes.
 */
@Entity('unredacted')
@Index('unredacted_numbers', { synchronize: false })
export class UnredactedEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @PrimaryColumn('text') place!: RedactedPlace;
  /** Id of the reply or notice. */
  @PrimaryColumn('text') key!: string;
  @Column('text') text!: string;
  /** The telephone numbers in it, hidden or not, as the directory writes them. */
  @Column('text', { array: true }) numbers!: string[];
}
