import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Which unit a message belonged to, as a person confirmed it; never of a report of wrongdoing. Its words stay with the message. */
@Entity('confirmed_decision')
@Index('confirmed_decision_time', ['confirmedAt'])
export class ConfirmedDecisionEntity {
  @PrimaryColumn({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'confirmed_at', type: 'timestamptz' })
  confirmedAt!: Date;

  /** Codes of the units that were suggested when it was first confirmed, the best first: what hit rates are counted by. */
  @Column({ type: 'text', array: true })
  suggested!: string[];

  @Column({ name: 'model_version', type: 'int', nullable: true })
  modelVersion!: number | null;
}

/** What was learned of the decisions so far. Every replica uses the newest; of older ones the record alone is kept. */
@Entity('learned_model')
export class LearnedModelEntity {
  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ name: 'trained_at', type: 'timestamptz' })
  trainedAt!: Date;

  /** The last decision that it knows was confirmed then. */
  @Column({ name: 'learned_until', type: 'timestamptz' })
  learnedUntil!: Date;

  @Column({ type: 'int' })
  decisions!: number;

  /** Share of decisions that learners which had not seen them found. */
  @Column({ type: 'double precision' })
  accuracy!: number;

  /** By unit: the confidence from which on it is given messages without a person. */
  @Column({ type: 'jsonb' })
  thresholds!: Record<string, number>;

  @Column({ type: 'bytea', nullable: true })
  model!: Buffer | null;
}
