import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { ClosedFigures } from '../closing/closing.rules.js';

/** 更正: the figures of a closed period counted once more; figures, digest and number come when that is done. */
@Entity('statistics_correction')
@Unique('statistics_correction_number', ['period', 'number'])
export class CorrectionEntity {
  @PrimaryColumn('uuid', { name: 'correction_id' }) correctionId!: string;
  @Column('text') period!: string;
  @Column('text') reason!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Date;
  /** The person's subject at the issuer. */
  @Column('text') by!: string;
  /** Ids of the events that are counted in, though they were heard after the closing. */
  @Column('uuid', { array: true }) evidence!: string[];
  @Column('timestamptz', { name: 'counted_at', nullable: true }) countedAt!: Date | null;
  /** 1, 2, 3… of the period; none where the count changed no figure. */
  @Column('integer', { nullable: true }) number!: number | null;
  @Column('jsonb', { nullable: true }) figures!: ClosedFigures | null;
  /** SHA-256, as that of the closing. */
  @Column('text', { nullable: true }) digest!: string | null;
}
