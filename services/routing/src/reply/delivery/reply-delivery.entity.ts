import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const deliveryStates = ['delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Whether a published reply has reached its writer by the channel, as intake told of it last: what was delivered may come back, or be deleted there. */
@Entity('reply_delivery')
@Check('reply_delivery_state', oneOf('state', deliveryStates))
export class ReplyDeliveryEntity {
  @PrimaryColumn({ name: 'reply_id', type: 'uuid' })
  replyId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ type: 'integer' })
  sequence!: number;

  @Column({ type: 'text' })
  state!: DeliveryState;

  @Column({ name: 'settled_at', type: 'timestamptz' })
  settledAt!: Date;
}
