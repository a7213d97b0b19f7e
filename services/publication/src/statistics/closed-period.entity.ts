import type { EventData, statisticsClosed } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One figure that a correction changed. */
export interface ChangedFigure {
  /** 合计, or which unit, channel or kind. */
  of: string;
  name: string;
  before: string | null;
  after: string | null;
}

/** 更正 of a closed period: what changed, and why; the figures beside it are those after the last of them. */
export interface Correction {
  /** 1, 2, 3… of the period. */
  number: number;
  reason: string;
  correctedAt: string;
  /** Of the figures before. */
  digest: string;
  changes: ChangedFigure[];
}

/** With those of the last correction in the place of what was closed. */
export type ClosedFigures = EventData<typeof statisticsClosed> & { corrections?: Correction[] };
/** Of everything, of a channel, a kind or a unit. */
export type FigureSet = ClosedFigures['totals'];

/** 一个月或一年的统计, as deadline-supervision has closed it, and corrected it since. */
@Entity('closed_period')
export class ClosedPeriodEntity {
  /** `2026-09`, or `2026` for the year. */
  @PrimaryColumn('text') period!: string;
  @Column('jsonb') figures!: ClosedFigures;
}
