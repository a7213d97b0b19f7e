import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Deed } from './deeds.rules.js';

/** Messages whose public view has changed since the log was written. A trigger of `message` writes it, so that no change goes past the log. */
@Entity('changed_message')
@Index('changed_message_id', ['messageId'], { unique: true })
export class ChangedMessageEntity {
  /** Another one with each change: what changes while the log is written comes again. */
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) mark!: string;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
}

/** Closed periods that have come or were corrected since the log was written. A trigger of `closed_period` writes it. */
@Entity('changed_period')
@Index('changed_period_period', ['period'], { unique: true })
export class ChangedPeriodEntity {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) mark!: string;
  @Column('text') period!: string;
}

/** An entry of the log. Its commitment is for ever; salt and data go when what it says is said no more. */
@Entity('log_entry')
@Index('log_entry_subject', ['subject', 'key', 'entry'])
export class LogEntryEntity {
  /** Its place in the log, from 0. */
  @PrimaryColumn('bigint') entry!: string;
  /** The message's number, or a closed period's address. */
  @Column('text') subject!: string;
  @Column('text') key!: string;
  @Column('timestamptz') at!: Date;
  @Column('bytea') commitment!: Buffer;
  @Column('bytea', { nullable: true }) salt!: Buffer | null;
  @Column('jsonb', { nullable: true }) data!: Deed['data'];
}

/** Up to 256 hashes of one level of the tree, one after the other. */
@Entity('log_tile')
export class LogTileEntity {
  @PrimaryColumn('smallint') level!: number;
  @PrimaryColumn('bigint') tile!: string;
  @Column('bytea') hashes!: Buffer;
}

/** What the log was at some time. */
@Entity('log_checkpoint')
export class LogCheckpointEntity {
  @PrimaryColumn('bigint') size!: string;
  @Column('bytea') root!: Buffer;
  @Column('timestamptz') at!: Date;
  /** Signed; null where the city has no key for it. */
  @Column('text', { nullable: true }) note!: string | null;
}
