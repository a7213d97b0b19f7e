import type { EventData, forumChanged, forumPhaseChanged } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type PhaseState = EventData<typeof forumPhaseChanged>;
export type ForumState = EventData<typeof forumChanged>;

/** 一期网民座谈会 as intake told of it last, its words redacted. */
@Entity('forum_phase')
export class ForumPhaseEntity {
  @PrimaryColumn('integer') phase!: number;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: PhaseState;
}

/** 网民座谈会 as intake told of it last, its words redacted. */
@Entity('forum')
@Index('forum_number', ['number'], { unique: true })
export class ForumEntity {
  @PrimaryColumn('uuid', { name: 'session_id' }) sessionId!: string;
  @Column('text') number!: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt!: Date;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: ForumState;
}
