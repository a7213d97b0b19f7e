import { probeFailures, probeWays, type ProbeFailure, type ProbeWay } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A way in that is probed 探测, and when it is next. Times are real time. */
@Entity('probed_way')
@Check('probed_way_known', oneOf('way', probeWays))
export class ProbedWayEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'probed_way_pkey' })
  connector!: string;

  /** Of the mailbox or account; else the channel. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'probed_way_pkey' })
  name!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'probed_way_pkey' })
  way!: ProbeWay;

  /** When one may begin: whichever replica moves it has the turn. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** Since one arrived. */
  @Column('integer', { default: 0 })
  failures!: number;

  /** Of the event that told of it last. */
  @Column('integer', { default: 0 })
  version!: number;
}

/** One probe; forgotten after two months. */
@Entity('probe')
@Index('probe_of_way', ['connector', 'name', 'way', 'begunAt'])
@Index('probe_open', ['dueAt'], { where: 'settled_at IS NULL' })
@Check('probe_failure_known', oneOf('failure', probeFailures))
@Check('probe_failure_settled', 'failure IS NULL OR settled_at IS NOT NULL')
export class ProbeEntity {
  @PrimaryColumn('uuid', { name: 'probe_id', primaryKeyConstraintName: 'probe_pkey' })
  probeId!: string;

  @Column('text')
  connector!: string;

  @Column('text')
  name!: string;

  @Column('text')
  way!: ProbeWay;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;

  /** By when it has to have come in. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** When a letter was taken by the mail server. */
  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  /** When it came in, where a message would have been registered. */
  @Column('timestamptz', { name: 'arrived_at', nullable: true })
  arrivedAt!: Date | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  /** Null: it arrived, or nothing is known yet. */
  @Column('text', { nullable: true })
  failure!: ProbeFailure | null;

  /** What was said, for whoever looks for the cause. */
  @Column('text', { nullable: true })
  reason!: string | null;
}
