import type { UnitRef } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ClimbStep, Objection, OrderState } from './urging-order.rules.js';
import type { OrderItem, OrderOrigin } from './urging-order.schema.js';

/** 督办单. What was done with it is in `document_act`. */
@Entity('urging_order')
@Index('urging_order_number', ['number'], { unique: true })
@Index('urging_order_gathering', ['unitCode'], { unique: true, where: 'gathering' })
@Index('urging_order_drafted', ['draftedAt', 'id'])
@Index('urging_order_messages', { synchronize: false })
@Index('urging_order_climbing', ['nextClimbAt'], { where: 'next_climb_at IS NOT NULL' })
@Index('urging_order_serving', ['serveAt'], { where: 'serve_at IS NOT NULL' })
export class UrgingOrderEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  state!: OrderState;
  @Column('text', { nullable: true })
  objection!: Objection | null;
  @Column('text')
  origin!: OrderOrigin;
  /** The hot issue that it comes from. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId!: string | null;
  /** A draft of the ladder that no person has touched: further messages of the unit join it. */
  @Column('boolean')
  gathering!: boolean;
  /** 事由 */
  @Column('text')
  title!: string;
  /** 主送; null in a draft alone. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  /** 协办 */
  @Column('jsonb', { name: 'co_units' })
  coUnits!: UnitRef[];
  @Column('uuid', { name: 'message_ids', array: true })
  messageIds!: string[];
  /** 依据 */
  @Column('text')
  basis!: string;
  /** 领导批示 */
  @Column('text', { nullable: true })
  instruction!: string | null;
  /** 办理要求 */
  @Column('text')
  requirement!: string;
  /** 反馈时限; null in a draft that leaves it to the signature. */
  @Column('date', { name: 'answer_by', nullable: true })
  answerBy!: string | null;
  /** 联系人 */
  @Column('text', { nullable: true })
  contact!: string | null;
  /** 抄送 */
  @Column('text', { array: true })
  copies!: string[];
  /** 文号 */
  @Column('text', { nullable: true })
  number!: string | null;
  /** 签发人 */
  @Column('text', { nullable: true })
  signatory!: string | null;
  @Column('timestamptz', { name: 'signed_at', nullable: true })
  signedAt!: Date | null;
  /** 事项表 as it was signed. */
  @Column('jsonb', { nullable: true })
  items!: OrderItem[] | null;
  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date;
  /** Sent off outside working hours: when it will be served. */
  @Column('timestamptz', { name: 'serve_at', nullable: true })
  serveAt!: Date | null;
  @Column('timestamptz', { name: 'served_at', nullable: true })
  servedAt!: Date | null;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
  @Column('text', { array: true })
  climbed!: ClimbStep[];
  @Column('timestamptz', { name: 'next_climb_at', nullable: true })
  nextClimbAt!: Date | null;
  /** The calendar that `nextClimbAt` was reckoned with. */
  @Column('text', { name: 'calendar_version', nullable: true })
  calendarVersion!: string | null;
}
