import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { listedTypes, type HappeningType } from './happening.schemas.js';

/** What happened to a message beside its replies and extension notices, as its channel is told. */
@Entity('happening')
@Check('happening_type_known', oneOf('type', listedTypes))
export class Happening {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'happening_pkey' })
  messageId!: string;

  /** As `reference_id` of its delivery. */
  @PrimaryColumn('uuid', { name: 'happening_id', primaryKeyConstraintName: 'happening_pkey' })
  happeningId!: string;

  @Column('text')
  type!: HappeningType;

  @Column('timestamptz', { name: 'happened_at' })
  happenedAt!: Date;

  /** What of it was hidden since is hidden here. */
  @Column('jsonb')
  data!: object;

  /** Tells apart what happened in one moment: in the order in which it became known. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  position!: string;
}
