import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { GrantEnd } from './identity-standing.js';
import type { GrantingOffice, IdentityDecision } from './identity-request.rules.js';

/** 身份查阅申请: one person wants to read who wrote a message; a third person grants or refuses it. */
@Entity('identity_request')
@Index('identity_request_message', ['messageId'])
@Index('identity_request_due', { synchronize: false })
@Index('identity_request_open', ['messageId', 'requester'], { unique: true, where: '((decision IS NULL) AND (ended_at IS NULL))' })
export class IdentityRequestEntity {
  @PrimaryColumn({ name: 'request_id', type: 'uuid' })
  requestId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  /** Subject of the token: nobody else may read. */
  @Column({ type: 'text' })
  requester!: string;

  @Column({ name: 'requester_name', type: 'text' })
  requesterName!: string;

  /** Null: of the information office. */
  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  @Column({ name: 'unit_name', type: 'text', nullable: true })
  unitName!: string | null;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt!: Date;

  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  decision!: IdentityDecision | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_by_office', type: 'text', nullable: true })
  decidedByOffice!: GrantingOffice | null;

  /** Until when it may be read; null where it was refused. */
  @Column({ type: 'timestamptz', nullable: true })
  until!: Date | null;

  /** With the post, with the unit's having the message, or with the message. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'ended_because', type: 'text', nullable: true })
  endedBecause!: GrantEnd | null;
}
