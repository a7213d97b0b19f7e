import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 点赞: how often readers of its channel have liked a message. It may be known before the message is. */
@Entity('hot_likes')
@Index('hot_likes_many', ['likes'])
export class HotLikesEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('integer')
  likes!: number;
  @Column('timestamptz', { name: 'counted_at' })
  countedAt!: Date;
}
