import type { ReplyAttachment, Visibility } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 答复 or 阶段性回复, as publication made it readable. */
@Entity('reply')
@Index('reply_message', ['messageId'])
@Index('reply_attachments', { synchronize: false })
export class PublishedReply {
  @PrimaryColumn('uuid', { name: 'reply_id', primaryKeyConstraintName: 'reply_pkey' })
  replyId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  @Column('text', { name: 'unit_name' })
  unitName!: string;

  @Column('text')
  visibility!: Visibility;

  @Column('boolean')
  interim!: boolean;

  @Column('text')
  text!: string;

  @Column('text')
  path!: string;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt!: Date;

  /** 更正, 补充: of which reply. Neither ends a message. */
  @Column('uuid', { nullable: true })
  corrects!: string | null;

  @Column('uuid', { nullable: true })
  supplements!: string | null;

  /** 二次办理: the renewed handling that it answers. */
  @Column('uuid', { nullable: true })
  renews!: string | null;

  /** 附件 that go with it. */
  @Column('jsonb', { nullable: true })
  attachments!: ReplyAttachment[] | null;
}

/** 延期说明, as it was published. */
@Entity('extension_notice')
@Index('extension_notice_message', ['messageId'])
export class PublishedExtensionNotice {
  @PrimaryColumn('uuid', { name: 'extension_id', primaryKeyConstraintName: 'extension_notice_pkey' })
  extensionId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  @Column('text', { name: 'unit_name' })
  unitName!: string;

  @Column('text')
  reason!: string;

  @Column('date', { name: 'new_due_on' })
  newDueOn!: string;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt!: Date;
}
