import type { EventData, messageVisibilityChanged, textHidden } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a message's content stands in public, as publication told last. */
@Entity('message_content')
export class MessageContent {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  visibility!: EventData<typeof messageVisibilityChanged>['visibility'];

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('integer')
  sequence!: number;
}

/** A text of which words were hidden 隐去, as it reads since then. */
@Entity('shown_part')
export class ShownPart {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;

  @PrimaryColumn('text')
  part!: EventData<typeof textHidden>['part'];

  /** Of the reply or notice; the message's own where it is title or text. */
  @PrimaryColumn('uuid', { name: 'part_id' })
  partId!: string;

  @Column('text')
  text!: string;

  @Column('timestamptz', { name: 'hidden_at' })
  hiddenAt!: Date;

  @Column('integer')
  sequence!: number;
}
