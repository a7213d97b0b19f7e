import type { EventData, statisticsCorrected } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A correction as deadline-supervision has told of it, its reason redacted; only ever added to. It is in the figures of its period once that and all before it have come. */
@Entity('period_correction')
export class PeriodCorrectionEntity {
  @PrimaryColumn('text') period!: string;
  @PrimaryColumn('integer') number!: number;
  @Column('jsonb') data!: EventData<typeof statisticsCorrected>;
}
