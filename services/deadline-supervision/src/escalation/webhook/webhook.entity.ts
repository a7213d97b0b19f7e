import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EscalationAddressee } from '../escalation.entity.js';

export const endpointStates = ['enabled', 'disabled', 'gone'] as const;
export type EndpointState = (typeof endpointStates)[number];

/** Where an office's programme hears of escalations. */
@Entity('webhook_endpoint')
@Index('webhook_endpoint_url', ['office', 'url'], { unique: true })
export class WebhookEndpointEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  office!: EscalationAddressee;
  @Column('text')
  url!: string;
  @Column('text')
  description!: string;
  /** `gone`: it answered 410. */
  @Column('text')
  state!: EndpointState;
  /** Whatever stands in the list up to here was delivered, or waits or failed in `webhook_delivery`. */
  @Column('bigint')
  position!: string;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  @Column('text', { name: 'created_by' })
  createdBy!: string;
  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;
  /** The lease of the replica that delivers to it, and when the lease runs out. */
  @Column('uuid', { nullable: true })
  lease!: string | null;
  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;
}

/** A key that signs an endpoint's webhooks; its private half is sealed. */
@Entity('webhook_key')
export class WebhookKeyEntity {
  @PrimaryColumn('uuid', { name: 'endpoint_id' })
  endpointId!: string;
  @PrimaryColumn('text', { name: 'public_key' })
  publicKey!: string;
  @Column('text')
  algorithm!: string;
  @Column('text', { name: 'key_id' })
  keyId!: string;
  @Column('bytea')
  nonce!: Buffer;
  @Column('bytea')
  ciphertext!: Buffer;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  /** It was replaced, and signs beside its successor until then. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}

export const deliveryStates = ['waiting', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery that did not succeed at once. */
@Entity('webhook_delivery')
export class WebhookDeliveryEntity {
  @PrimaryColumn('uuid', { name: 'endpoint_id' })
  endpointId!: string;
  @PrimaryColumn('bigint')
  position!: string;
  @Column('uuid', { name: 'escalation_id' })
  escalationId!: string;
  @Column('text')
  state!: DeliveryState;
  @Column('integer')
  attempts!: number;
  @Column('timestamptz', { name: 'first_attempt_at' })
  firstAttemptAt!: Date;
  @Column('timestamptz', { name: 'last_attempt_at' })
  lastAttemptAt!: Date;
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;
  /** The endpoint cannot be reached: the ones behind it wait. */
  @Column('boolean')
  holding!: boolean;
  @Column('text')
  reason!: string;
}
