import { channels, type ChannelName } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { keyOrigins, type KeyOrigin } from './channel-key.rules.js';

/** 渠道密钥: what lets an integration in, by its hash alone. Times are real time. */
@Entity('channel_key')
@Unique('channel_key_hash', ['channel', 'hash'])
@Check('channel_key_channel_known', oneOf('channel', channels))
@Check('channel_key_origin_known', oneOf('origin', keyOrigins))
@Check('channel_key_sandbox_made', "NOT sandbox OR origin = 'made'")
export class ChannelKey {
  @PrimaryColumn('uuid', { name: 'key_id', primaryKeyConstraintName: 'channel_key_pkey' })
  keyId!: string;

  @Column('text')
  channel!: ChannelName;

  @Column('bytea')
  hash!: Buffer;

  /** One of the configuration is good as long as it stands there. */
  @Column('text')
  origin!: KeyOrigin;

  /** Whom it was given to. */
  @Column('text')
  label!: string;

  /** 测试密钥: what comes with it is registered nowhere. */
  @Column('boolean', { default: false })
  sandbox!: boolean;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('text', { name: 'made_by', nullable: true })
  madeBy!: string | null;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  /** 配额: messages a second at one replica, and a day at all of them; null: no other limit than the channel's. */
  @Column('integer', { name: 'per_second', nullable: true })
  perSecond!: number | null;

  @Column('integer', { name: 'per_day', nullable: true })
  perDay!: number | null;

  /** It was replaced, and is good beside its successor until then. */
  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

/** What a key with a quota for the day has brought on a business date. */
@Entity('channel_key_use')
export class ChannelKeyUse {
  @PrimaryColumn('uuid', { name: 'key_id', primaryKeyConstraintName: 'channel_key_use_pkey' })
  keyId!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'channel_key_use_pkey' })
  day!: string;

  @Column('integer')
  messages!: number;
}
