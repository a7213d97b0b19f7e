import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How the portal failed from outside: nobody answered, or with something else than its page. */
export const portalFailures = ['unreachable', 'refused'] as const;
export type PortalFailure = (typeof portalFailures)[number];

/** A round of 回读, in which the portal was read from outside. Times are real time. */
@Entity('read_back')
export class ReadBackEntity {
  /** A multiple of the seconds between two rounds: whoever enters it first does the round. */
  @PrimaryColumn('timestamptz', { name: 'begun_at' }) begunAt!: Date;
  /** Null while it is under way, and of one whose process has died: it says nothing. */
  @Column('timestamptz', { name: 'settled_at', nullable: true }) settledAt!: Date | null;
  @Column('text', { nullable: true }) failure!: PortalFailure | null;
  /** Messages that were compared. */
  @Column('integer', { default: 0 }) compared!: number;
  /** Numbers of those whose published replies read otherwise from outside, or not at all. */
  @Column('text', { array: true, default: '{}' }) differing!: string[];
}
