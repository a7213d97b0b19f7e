import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the information office gave as its reason: of a ruling of invalidity, of the decision about an objection, of a transfer. What it decided stands in `fact`. */
@Entity('decision')
@Index('decision_message', ['messageId'])
export class DecisionEntity {
  /** Of the ruling, objection or transfer. */
  @PrimaryColumn('uuid', { name: 'decision_id' }) decisionId!: string;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
  /** Redacted. */
  @Column('text') reason!: string;
  /** 引导, where there is any; redacted. */
  @Column('text', { nullable: true }) guidance!: string | null;
}
