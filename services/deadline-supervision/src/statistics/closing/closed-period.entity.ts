import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClosedFigures } from './closing.rules.js';

/** A month or a year whose figures stand. Only ever added to. */
@Entity('closed_period')
export class ClosedPeriodEntity {
  /** `2026-09`, or `2026` for the year. */
  @PrimaryColumn('text')
  period!: string;
  /** 1, 2, 3… in the order of closing: a fact bears the number of the last closing before it was heard. */
  @Column('integer', { unique: true })
  number!: number;
  @Column('timestamptz', { name: 'cut_off' })
  cutOff!: Date;
  @Column('text', { name: 'calendar_version' })
  calendarVersion!: string;
  @Column('text', { name: 'policy_versions', array: true })
  policyVersions!: string[];
  @Column('jsonb')
  figures!: ClosedFigures;
  /** SHA-256 of all of it. */
  @Column('text')
  digest!: string;
}

/** The month in which the service began to work: what ended before it is not expected to be closed. */
@Entity('statistics_start')
export class StatisticsStartEntity {
  @PrimaryColumn('boolean')
  single!: boolean;
  @Column('text')
  month!: string;
}
