import type { ChannelName } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Where a message is on its way, which is nothing to write to a person about: told by webhook alone. */
export const stepKinds = ['assignment', 'merge', 'withdrawal'] as const;
export type StepKind = (typeof stepKinds)[number];
export const deliveryKinds = ['receipt', 'reply', 'extension-notice', 'ruling', 'objection-decision', 'transfer', 'renewal', ...stepKinds] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];
export const isStep = (kind: DeliveryKind): kind is StepKind => stepKinds.some((step) => step === kind);

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One receipt, reply, notice or decision on its way back; one row however often its event comes. Times are real time. */
@Entity('delivery')
@Index('delivery_due', ['dueAt'], { where: "state = 'pending'" })
@Index('delivery_failed', ['channel', 'settledAt'], { where: "state = 'failed'" })
@Index('delivery_mailed', ['referenceId'], { where: "connector = 'mail'" })
@Check('delivery_kind_known', oneOf('kind', deliveryKinds))
@Check('delivery_state_known', oneOf('state', deliveryStates))
export class Delivery {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'delivery_pkey' })
  messageId!: string;

  /** The id of the message itself, of the reply, extension, ruling, objection, transfer, renewed handling or rating; else of the event that told. A withdrawal has the message's own. */
  @PrimaryColumn('uuid', { name: 'reference_id', primaryKeyConstraintName: 'delivery_pkey' })
  referenceId!: string;

  @Column('text')
  kind!: DeliveryKind;

  @Column('text')
  channel!: ChannelName;

  /** By which it goes: the one that the message came by. */
  @Column('text', { default: 'push' })
  connector!: string;

  /** The exact bytes of every attempt. */
  @Column('text')
  body!: string;

  @Column('text', { default: 'pending' })
  state!: DeliveryState;

  @Column('integer', { default: 0 })
  attempts!: number;

  /** When the next attempt may begin; while one is under way, when it counts as lost. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column('text', { name: 'delivery_id', nullable: true })
  deliveryId!: string | null;

  @Column('text', { name: 'last_reason', nullable: true })
  lastReason!: string | null;

  /** Of one message, the order in which it is sent. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  position!: string;

  /** It had arrived before, and is sent again because somebody asked: nobody else is told of it. */
  @Column('boolean', { default: false })
  repeats!: boolean;

  /** While it waits, those of its message wait that come after it. */
  @Column('boolean', { default: false })
  holding!: boolean;
}
