import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a caller's request with an `Idempotency-Key` was answered, written in the transaction of its effect. */
@Entity('idempotency')
@Index('idempotency_answered', ['answeredAt'])
export class IdempotencyEntity {
  @PrimaryColumn({ type: 'text' })
  caller!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  /** SHA-256 of the operation, the message and the body. */
  @Column({ type: 'text' })
  fingerprint!: string;

  /** `json`, not `jsonb`: a repeat is answered byte for byte as before. */
  @Column({ type: 'json' })
  answer!: unknown;

  @Column({ name: 'answered_at', type: 'timestamptz' })
  answeredAt!: Date;
}
