import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** 一条意见 raised in a forum: answered on the spot, or a message. The table admits nothing between (R33). */
@Entity('forum_point')
@Unique('forum_point_ordinal', ['sessionId', 'ordinal'])
@Check('forum_point_settled', '(answer IS NULL) <> (message_id IS NULL) AND (message_id IS NULL) = (message_number IS NULL)')
export class ForumPoint {
  @PrimaryColumn('uuid', { name: 'point_id', primaryKeyConstraintName: 'forum_point_pkey' })
  pointId!: string;

  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('integer')
  ordinal!: number;

  @Column('text')
  topic!: string;

  @Column('text')
  opinion!: string;

  @Column('text', { nullable: true })
  answer!: string | null;

  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  @Column('text', { name: 'message_number', nullable: true })
  messageNumber!: string | null;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('text', { name: 'recorded_by' })
  recordedBy!: string;
}
