import { Entity, PrimaryColumn } from 'typeorm';
import type { LadderStep } from '../../rulebook/policy/policy.rules.js';

/** A step of the ladder that calls for a document was done or withdrawn: the drafts must be updated. */
@Entity('draft_wish')
export class DraftWishEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @PrimaryColumn('text')
  step!: LadderStep;
}
