import type { channelProbed, EventData, ProbeWay } from '@wenzheng/contracts';
import type { BusinessDate } from '@wenzheng/working-days';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ProbedWayState = EventData<typeof channelProbed>;

/** A way into a channel, as intake told of its last probe 探测. */
@Entity('probed_way')
export class ProbedWayEntity {
  @PrimaryColumn('text') connector!: string;
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('text') way!: ProbeWay;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: ProbedWayState;
}

/** What came of its probes on one day. */
@Entity('probed_day')
export class ProbedDayEntity {
  @PrimaryColumn('text') connector!: string;
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('text') way!: ProbeWay;
  @PrimaryColumn('date') date!: BusinessDate;
  @Column('integer') sequence!: number;
  @Column('integer') probes!: number;
  @Column('integer') arrived!: number;
  /** Of a whole day, by how often it was probed then. */
  @Column('integer') expected!: number;
}
