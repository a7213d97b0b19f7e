import type { UnitRef } from '@wenzheng/contracts';
import { Column, Entity, Index } from 'typeorm';
import { UnitDocumentEntity } from '../document/document.entity.js';
import type { ClimbStep } from './delivery/climb.rules.js';
import type { Objection, OrderState } from './urging-order.rules.js';
import type { KeptItem, OrderOrigin } from './urging-order.schema.js';

/** 督办单; its unit is the lead unit 主送. */
@Entity('urging_order')
@Index('urging_order_number', ['number'], { unique: true })
@Index('urging_order_gathering', ['unitCode'], { unique: true, where: 'gathering' })
@Index('urging_order_drafted', ['draftedAt', 'id'])
@Index('urging_order_messages', { synchronize: false })
@Index('urging_order_climbing', ['nextClimbAt'], { where: 'next_climb_at IS NOT NULL' })
@Index('urging_order_serving', ['serveAt'], { where: 'serve_at IS NOT NULL' })
export class UrgingOrderEntity extends UnitDocumentEntity {
  @Column('text')
  state!: OrderState;
  @Column('text', { nullable: true })
  objection!: Objection | null;
  @Column('text')
  origin!: OrderOrigin;
  /** The hot issue that it comes from. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId!: string | null;
  /** 协办 */
  @Column('jsonb', { name: 'co_units' })
  coUnits!: UnitRef[];
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
  /** 事项表 as it was signed. */
  @Column('jsonb', { nullable: true })
  items!: KeptItem[] | null;
  /** Sent off outside working hours: when it will be served. */
  @Column('timestamptz', { name: 'serve_at', nullable: true })
  serveAt!: Date | null;
  @Column('timestamptz', { name: 'served_at', nullable: true })
  servedAt!: Date | null;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
  @Column('text', { array: true })
  climbed!: ClimbStep[];
  @Column('timestamptz', { name: 'next_climb_at', nullable: true })
  nextClimbAt!: Date | null;
  /** The calendar that `nextClimbAt` was computed with. */
  @Column('text', { name: 'calendar_version', nullable: true })
  calendarVersion!: string | null;
}
