import type { EventData, identityRequestDecided } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

type Decided = EventData<typeof identityRequestDecided>;

/** 身份查阅申请, as routing tells how a third person has decided it. */
@Entity('identity_request')
@Index('identity_request_message', ['messageId'])
export class IdentityRequest {
  @PrimaryColumn('uuid', { name: 'request_id', primaryKeyConstraintName: 'identity_request_pkey' })
  requestId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  requester!: string;

  /** Null: the information office. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;

  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;

  @Column('text')
  purpose!: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('text')
  decision!: Decided['decision'];

  @Column('text', { name: 'decided_by' })
  decidedBy!: Decided['decidedBy'];

  @Column('timestamptz', { name: 'decided_at' })
  decidedAt!: Date;

  @Column('timestamptz', { nullable: true })
  until!: Date | null;
}

/** A grant that holds no longer, before its time. */
@Entity('identity_grant_end')
export class IdentityGrantEnd {
  @PrimaryColumn('uuid', { name: 'request_id', primaryKeyConstraintName: 'identity_grant_end_pkey' })
  requestId!: string;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt!: Date;
}
