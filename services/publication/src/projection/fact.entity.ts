import type { ServiceName } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FactData, FactType } from './facts.rules.js';

/** What the other services told of a message, kept for ever: the projection and the timeline are computed from it. */
@Entity('fact')
export class FactEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  @PrimaryColumn('text') owner!: ServiceName;
  @PrimaryColumn('integer') sequence!: number;
  @Column('text') type!: FactType;
  @Column('timestamptz') at!: Date;
  @Column('jsonb') data!: FactData;
}
