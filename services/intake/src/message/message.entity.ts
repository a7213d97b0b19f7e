import { channels, endings, type ChannelName, type Ending, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { holdStates, type HoldState } from './hold-reasons.js';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** 附件, as the message has announced it: it stands here before any of its bytes have come. */
export interface DeclaredAttachment {
  attachmentId: string;
  externalId: string;
  /** Redacted. */
  name: string;
  /** In bytes; null where nothing was said. */
  size: number | null;
}

/** 留言: registered once per (channel, externalId). Not partitioned, because what must be unique is unique here. */
@Entity('message')
@Unique('message_channel_external_id', ['channel', 'externalId'])
@Unique('message_number_unique', ['messageNumber'])
@Index('message_session', ['sessionId', 'messageId'], { where: 'session_id IS NOT NULL' })
@Index('message_follow_up_to', ['followUpTo'], { where: 'follow_up_to IS NOT NULL' })
@Index('message_channel_day', ['channel', 'registeredOn', 'messageId'])
@Check('message_channel_known', oneOf('channel', channels))
@Index('message_hold', ['channel', 'registeredOn'], { where: 'hold IS NOT NULL' })
@Check('message_ending_known', oneOf('ending', endings))
@Check('message_hold_known', `hold IS NULL OR ${oneOf('hold', holdStates)}`)
export class CitizenMessage {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'message_pkey' })
  messageId!: string;

  @Column('text')
  channel!: ChannelName;

  /** By which transport it came in: what is said about it goes back by the same. */
  @Column('text', { default: 'push' })
  connector!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text', { name: 'external_thread_id', nullable: true })
  externalThreadId!: string | null;

  @Column('text', { name: 'message_number' })
  messageNumber!: string;

  /** As earlier releases wrote it. Nothing reads it: the code follows from the id. */
  @Column('bytea', { name: 'tracking_hash', nullable: true })
  trackingHash!: Buffer | null;

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;

  /** Asia/Shanghai date of registeredAt. */
  @Column('date', { name: 'registered_on' })
  registeredOn!: string;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('text', { nullable: true })
  kind!: MessageKind | null;

  @Column('text')
  visibility!: Visibility;

  @Column('text')
  title!: string;

  @Column('text')
  text!: string;

  @Column('text', { name: 'addressed_unit', nullable: true })
  addressedUnit!: string | null;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  /** 追问: the answered message that its writer asks after, the first one where that was a follow-up itself. */
  @Column('uuid', { name: 'follow_up_to', nullable: true })
  followUpTo!: string | null;

  @Column('text', { name: 'author_hash' })
  authorHash!: string;

  /** SHA-256 of the canonical body: a repeat has the same, a conflict another. */
  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  @Column('boolean')
  historical!: boolean;

  @Column('jsonb', { nullable: true })
  attachments!: DeclaredAttachment[] | null;

  /** How often readers of the channel have liked it, by the latest count; 0 where nobody counts. */
  @Column('integer', { default: 0 })
  likes!: number;

  @Column('timestamptz', { name: 'likes_counted_at', nullable: true })
  likesCountedAt!: Date | null;

  @Column('text', { default: 'open' })
  ending!: Ending;

  /** 待甄别, or set aside; null: it is registered, and others are told of it. */
  @Column('text', { nullable: true })
  hold!: HoldState | null;

  /** The sequence of the last event that intake sent about this message; 0 while it is held. */
  @Column('integer', { default: 1 })
  version!: number;
}
