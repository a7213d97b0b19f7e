import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Public messages that no segment holds yet, or whose words have changed since: a search reads their words one by one. */
@Entity('search_tail')
export class SearchTailEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
}

/** Messages that were indexed together, or that several segments held before they were folded into one. */
@Entity('search_segment')
export class SearchSegmentEntity {
  @PrimaryColumn('integer', { generated: 'identity', generatedIdentity: 'ALWAYS' }) segment!: number;
  /** As many messages, in the places from 0. */
  @Column('integer') size!: number;
  @Column('boolean', { name: 'is_folded' }) isFolded!: boolean;
  /** When its messages were registered, from and to: a search begins with the newest segment and ends where older ones cannot matter. */
  @Column('timestamptz') newest!: Date;
  @Column('timestamptz') oldest!: Date;
}

@Entity('search_member')
export class SearchMemberEntity {
  @PrimaryColumn('integer') segment!: number;
  @PrimaryColumn('integer') place!: number;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
}

/** The terms of a segment that fall into one bucket, and in which places each stands, as `segment.rules` writes them. */
@Entity('search_place')
export class SearchPlaceEntity {
  @PrimaryColumn('smallint') bucket!: number;
  @PrimaryColumn('integer') segment!: number;
  @Column('integer', { array: true }) terms!: number[];
  @Column('integer', { array: true }) ends!: number[];
  @Column('bytea') places!: Buffer;
}
