import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { IssueState } from './grouping/cluster.rules.js';
import type { Phrase } from './cohesion/cohesion.rules.js';
import type { Vector } from './terms/vector.rules.js';

/** Messages that seem to speak of one matter; shown to people once it is raised. Every column follows from the recorded sequence. */
@Entity('hot_issue')
@Index('hot_issue_shown', ['raisedAt'], { where: 'raised_at IS NOT NULL' })
@Index('hot_issue_quiet', ['lastAt'], { where: "state = 'gathering' AND NOT retired" })
export class HotIssueEntity {
  /** That of its first message, or given by whoever split it off. */
  @PrimaryColumn('uuid', { name: 'issue_id' })
  issueId!: string;
  /** The place in the sequence of the message that it began with: of two issues the elder has the lower. */
  @Column('bigint')
  ordinal!: string;
  @Column('text')
  state!: IssueState;
  /** The sum of the vectors of each person's first message, its heaviest terms. */
  @Column('json')
  sum!: Vector;
  /** Terms by which it is found. */
  @Column('text', { array: true })
  keys!: string[];
  @Column('integer')
  people!: number;
  @Column('integer')
  messages!: number;
  @Column('timestamptz', { name: 'first_at' })
  firstAt!: Date;
  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;
  @Column('timestamptz', { name: 'raised_at', nullable: true })
  raisedAt!: Date | null;
  /** In thousandths, as it was when it was raised or, before that, last looked at. */
  @Column('integer')
  cohesion!: number;
  @Column('jsonb', { nullable: true })
  anchor!: Phrase | null;
  /** Every matter that the people were found to share since it was raised. */
  @Column('jsonb')
  matters!: Phrase[];
  @Column('integer', { name: 'peak_people' })
  peakPeople!: number;
  @Column('timestamptz', { name: 'peak_at', nullable: true })
  peakAt!: Date | null;
  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;
  /** Issues that a person has taken it apart from: the rule does not join them again. */
  @Column('uuid', { name: 'apart_from', array: true })
  apartFrom!: string[];
  @Column('boolean', { name: 'wants_urging_order' })
  wantsUrgingOrder!: boolean;
  @Column('boolean')
  retired!: boolean;
  /** As an officer named it; null: by what its people share. */
  @Column('text', { nullable: true })
  title!: string | null;
  /** Counts the events that this service has sent about the issue. */
  @Column('integer')
  version!: number;
}

/** A message in its issue, and why. Its words are not kept; the terms that it was compared by are, until the issue is retired. */
@Entity('hot_member')
@Index('hot_member_position', ['position'], { unique: true })
@Index('hot_member_issue', ['issueId', 'position'])
@Index('hot_member_person', ['issueId', 'person'])
export class HotMemberEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  /** Its place in the recorded sequence. */
  @Column('bigint')
  position!: string;
  @Column('uuid', { name: 'issue_id' })
  issueId!: string;
  @Column('text')
  person!: string;
  @Column('text')
  channel!: ChannelName;
  @Column('text', { name: 'external_id', nullable: true })
  externalId!: string | null;
  @Column('text', { name: 'message_number' })
  messageNumber!: string;
  @Column('text', { nullable: true })
  kind!: MessageKind | null;
  @Column('text')
  visibility!: Visibility;
  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;
  /** In thousandths: how like the issue it was when it joined, and how like it had to be. Null for the first. */
  @Column('integer', { nullable: true })
  score!: number | null;
  @Column('integer')
  threshold!: number;
  @Column('text', { name: 'shared_terms', array: true })
  sharedTerms!: string[];
  /** The first of its person in the issue: it alone has weight. */
  @Column('boolean')
  counted!: boolean;
  @Column('json')
  vector!: Vector;
  @Column('text', { array: true })
  fragments!: string[];
  /** Put there by an officer, not by the rule. */
  @Column('boolean')
  moved!: boolean;
}

@Entity('hot_issue_key')
@Index('hot_issue_key_issue', ['issueId'])
export class HotIssueKeyEntity {
  @PrimaryColumn('text')
  term!: string;
  @PrimaryColumn('uuid', { name: 'issue_id' })
  issueId!: string;
}

/** In how many messages a term stood: in epochs that are over, and in `epoch`, which counts once it is over. */
@Entity('hot_term')
export class HotTermEntity {
  @PrimaryColumn('text')
  term!: string;
  @Column('integer')
  before!: number;
  @Column('integer')
  during!: number;
  @Column('integer')
  epoch!: number;
}

/** What batches have counted and `hot_term` does not hold yet; `counts` stand beside their `terms`. */
@Entity('hot_term_tail')
export class HotTermTailEntity {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  id!: string;
  @Column('integer')
  epoch!: number;
  @Column('text', { array: true })
  terms!: string[];
  @Column('integer', { array: true })
  counts!: number[];
}

/** From which place in the sequence on messages were weighed by what had been counted until then. */
@Entity('hot_epoch')
export class HotEpochEntity {
  @PrimaryColumn('integer')
  epoch!: number;
  @Column('bigint', { name: 'from_position' })
  fromPosition!: string;
  @Column('integer')
  week!: number;
  /** Messages counted before it, and in it so far. */
  @Column('integer')
  messages!: number;
  @Column('integer')
  during!: number;
  /** Of the messages in it, those whose terms stand in `hot_term`. */
  @Column('integer', { default: 0 })
  folded!: number;
  /** Version of the rule's numbers with which it began. */
  @Column('text')
  parameters!: string;
}

/** What was done to an issue, by the rule or by an officer, and why. Never changed. */
@Entity('hot_act')
@Index('hot_act_issue', ['issueId', 'at'])
@Check('hot_act_reasoned', `by = 'rule' OR reason <> ''`)
export class HotActEntity {
  @PrimaryColumn('uuid', { name: 'act_id' })
  actId!: string;
  @Column('uuid', { name: 'issue_id' })
  issueId!: string;
  @Column('text')
  act!: 'raised' | 'confirmed' | 'dismissed' | 'merged' | 'split' | 'titled';
  /** 'rule', or the subject of an officer. */
  @Column('text')
  by!: string;
  @Column('timestamptz')
  at!: Date;
  /** The last place of the sequence before it. */
  @Column('bigint')
  position!: string;
  @Column('text')
  reason!: string;
  /** The other issue of a merger or split. */
  @Column('uuid', { name: 'other_issue_id', nullable: true })
  otherIssueId!: string | null;
  @Column('jsonb')
  details!: object;
}
