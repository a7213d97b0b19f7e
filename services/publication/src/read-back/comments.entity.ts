import type { commentsReadBack, EventData } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ReadComments = EventData<typeof commentsReadBack>;

/** 政务微博的公开答复, as intake told of its last 回读. */
@Entity('read_comments')
export class ReadCommentsEntity {
  /** Of the account. */
  @PrimaryColumn('text') name!: string;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: ReadComments;
}
