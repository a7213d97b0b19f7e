import type { HeldBucket, LedgerBucket, ServiceName, Unregistered } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EndingsByService, SuspectBucket } from './conservation.rules.js';

/** One channel and day as a service last counted it. */
@Entity('ledger_bucket')
export class LedgerBucketEntity {
  @PrimaryColumn('text')
  service!: ServiceName;
  @PrimaryColumn('text')
  channel!: string;
  @PrimaryColumn('date')
  date!: string;
  @Column('jsonb')
  counts!: LedgerBucket['counts'];
  @Column('text')
  digest!: string;
  @Column('timestamptz', { name: 'counted_at' })
  countedAt!: Date;
}

/** A count of a service, or the parts of it that have arrived. */
@Entity('ledger_part')
export class LedgerPartEntity {
  @PrimaryColumn('text')
  service!: ServiceName;
  @PrimaryColumn('timestamptz', { name: 'counted_at' })
  countedAt!: Date;
  @PrimaryColumn('integer')
  part!: number;
  @Column('integer')
  parts!: number;
  @Column('boolean')
  complete!: boolean;
  /** Null in the counts of services that do not say. */
  @Column('jsonb', { nullable: true })
  unregistered!: Unregistered | null;
  /** Null in the counts of services that hold nothing. */
  @Column('jsonb', { nullable: true })
  held!: HeldBucket[] | null;
}

/** A message that the services do not agree about, as the last look at its bucket found it. */
@Entity('ledger_difference')
export class LedgerDifferenceEntity {
  @PrimaryColumn('text')
  channel!: string;
  @PrimaryColumn('date')
  date!: string;
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('jsonb')
  endings!: EndingsByService;
  @Column('timestamptz', { name: 'found_at' })
  foundAt!: Date;
  /** A second look found the same: only now it is named. */
  @Column('boolean')
  confirmed!: boolean;
}

/** The latest comparison; there is one row. */
@Entity('comparison')
export class ComparisonEntity {
  @PrimaryColumn('boolean')
  single!: boolean;
  @Column('timestamptz', { name: 'compared_at', nullable: true })
  comparedAt!: Date | null;
  /** The counts that were compared, by service. */
  @Column('jsonb', { name: 'counted_at' })
  countedAt!: Partial<Record<ServiceName, string>>;
  @Column('integer', { name: 'channel_days' })
  channelDays!: number;
  @Column('jsonb')
  suspects!: SuspectBucket[];
  /** Whether the last event said that it is broken, and that event’s `sequence`. */
  @Column('boolean', { default: false })
  broken!: boolean;
  @Column('integer', { default: 0 })
  sequence!: number;
}
