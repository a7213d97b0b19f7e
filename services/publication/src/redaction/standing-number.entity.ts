import { Entity, PrimaryColumn } from 'typeorm';

/** In which public words of citizens a unit's number stands, by the number as the directory writes it. */
@Entity('standing_number')
export class StandingNumberEntity {
  @PrimaryColumn('text') number!: string;
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
}
