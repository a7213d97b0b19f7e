import { Column, Entity, Index } from 'typeorm';
import { DraftedEntity } from '../document/document.entity.js';
import type { CircularState } from './circular.rules.js';
import type { CircularFigures, HotTopic } from './circular.schema.js';

/** 通报 of a period. */
@Entity('circular')
@Index('circular_number', ['number'], { unique: true })
@Index('circular_period', ['from', 'to'], { unique: true, where: "state <> 'cancelled'" })
@Index('circular_drafted', ['draftedAt', 'id'])
export class CircularEntity extends DraftedEntity {
  @Column('text')
  state!: CircularState;
  /** Of registration, both days included. */
  @Column('date')
  from!: string;
  @Column('date')
  to!: string;
  @Column('text')
  analysis!: string;
  /** 工作要求 */
  @Column('text', { nullable: true })
  requirement!: string | null;
  /** 主送 */
  @Column('text', { array: true })
  addressees!: string[];
  @Column('timestamptz', { name: 'issued_at', nullable: true })
  issuedAt!: Date | null;
  /** As they were at the signature; a draft shows those of the moment. */
  @Column('jsonb', { nullable: true })
  figures!: CircularFigures | null;
  @Column('jsonb', { name: 'hot_topics', nullable: true })
  hotTopics!: HotTopic[] | null;
}
