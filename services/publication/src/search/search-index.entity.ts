import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Public messages that no block holds yet, or whose words have changed since: a search reads their words one by one. */
@Entity('search_tail')
export class SearchTailEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
}

/** Messages that were indexed together; a message's place in the list is its bit in the masks of {@link SearchPostingEntity}. */
@Entity('search_block')
export class SearchBlockEntity {
  @PrimaryColumn('integer', { generated: 'identity', generatedIdentity: 'ALWAYS' }) block!: number;
  @Column('uuid', { name: 'message_ids', array: true }) messageIds!: string[];
}

/** The terms of a block that fall into one bucket, and beside each the mask of the messages that have it. */
@Entity('search_posting')
export class SearchPostingEntity {
  @PrimaryColumn('smallint') bucket!: number;
  @PrimaryColumn('integer') block!: number;
  @Column('integer', { array: true }) terms!: number[];
  @Column({ type: 'bit', array: true, length: 256 }) masks!: string[];
}
