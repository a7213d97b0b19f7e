import { Entity, PrimaryColumn } from 'typeorm';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';

/** A step of the ladder that a document answers was done, or withdrawn: drafts are to be looked at. */
@Entity('draft_wish')
export class DraftWishEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @PrimaryColumn('text')
  step!: LadderStep;
}
