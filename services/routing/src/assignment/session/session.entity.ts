import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 在线访谈、座谈会, as it was announced: whose session it is, and what it was called. */
@Entity('live_session')
export class LiveSessionEntity {
  @PrimaryColumn({ name: 'session_id', type: 'text' })
  sessionId!: string;

  @Column({ type: 'text' })
  number!: string;

  @Column({ type: 'text' })
  channel!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;
}
