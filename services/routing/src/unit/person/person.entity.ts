import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PersonState, Post } from './person.rules.js';

/** 工作人员: whoever the registry ever listed, by the subject of the sign-in. */
@Entity('person')
export class PersonEntity {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', default: 'active' })
  state!: PersonState;
}

/** 岗位 of a person. It is held from one day to another, both included, unless it was ended before. */
@Entity('person_post')
@Index('person_post_unit', ['unitCode', 'post'])
export class PersonPostEntity {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  /** Empty for an office of the city. */
  @PrimaryColumn({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @PrimaryColumn({ type: 'text' })
  post!: Post;

  /** 职务, as 局长. */
  @Column({ type: 'text', nullable: true })
  title!: string | null;

  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate!: string | null;

  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate!: string | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

/** 代签: who does what an absent person's post asks for, on these days. */
@Entity('deputy')
@Index('deputy_deputy', ['deputy'])
export class DeputyEntity {
  @PrimaryColumn({ name: 'deputy_id', type: 'uuid' })
  deputyId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ type: 'text' })
  post!: Post;

  /** Subject of the person whose post it is. */
  @Column({ type: 'text' })
  absent!: string;

  /** Subject of the person who acts. */
  @Column({ type: 'text' })
  deputy!: string;

  @Column({ name: 'from_date', type: 'date' })
  fromDate!: string;

  @Column({ name: 'to_date', type: 'date' })
  toDate!: string;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
