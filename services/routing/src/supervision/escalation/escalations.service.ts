import { Injectable } from '@nestjs/common';
import type { escalationAcknowledged, escalationPassedOn, escalationRaised, escalationWithdrawn, EventData, EventEnvelope } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { EscalationEntity } from './escalation.entity.js';

/** 上报督查 beside the message that it is about. Its events come in any order, and each fills in its own columns. */
@Injectable()
export class Escalations {
  async recordRaised(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationRaised>>[]): Promise<void> {
    const rows = byEscalation(events).map(({ escalationId, messageId, level, to, raisedAt }) => ({ escalationId, messageId, level, raisedTo: to, raisedAt }));
    await insertRows(manager, EscalationEntity, rows, { onConflict: { update: ['level', 'raisedTo', 'raisedAt'] } });
  }

  /** 签收: the first one stands. */
  async recordAcknowledged(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationAcknowledged>>[]): Promise<void> {
    const rows = byEscalation(events).map(({ escalationId, messageId, acknowledgedAt, acknowledgedBy }) => ({ escalationId, messageId, acknowledgedAt, acknowledgedBy }));
    await insertRows(manager, EscalationEntity, rows, {
      onConflict: { update: ['acknowledgedAt', 'acknowledgedBy'], where: 'escalation.acknowledged_at IS NULL' },
    });
  }

  /** 转报下一机构: of several the latest. */
  async recordPassedOn(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationPassedOn>>[]): Promise<void> {
    const inTime = events.toSorted((a, b) => (a.data.passedOnAt < b.data.passedOnAt ? -1 : 1));
    const rows = byEscalation(inTime).map(({ escalationId, messageId, to, passedOnAt }) => ({ escalationId, messageId, passedOnTo: to, passedOnAt }));
    await insertRows(manager, EscalationEntity, rows, {
      onConflict: { update: ['passedOnTo', 'passedOnAt'], where: 'escalation.passed_on_at IS NULL OR escalation.passed_on_at < excluded.passed_on_at' },
    });
  }

  /** 撤销上报 is final, whatever else is heard of the escalation. */
  async recordWithdrawn(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationWithdrawn>>[]): Promise<void> {
    const rows = byEscalation(events).map(({ escalationId, messageId, withdrawnAt }) => ({ escalationId, messageId, withdrawnAt }));
    await insertRows(manager, EscalationEntity, rows, { onConflict: { update: ['withdrawnAt'], where: 'escalation.withdrawn_at IS NULL' } });
  }
}

/** One per escalation, in order of their ids: rows that several replicas write are locked in key order. */
function byEscalation<Data extends { escalationId: string }>(events: readonly EventEnvelope<Data>[]): Data[] {
  const unique = new Map(events.map(({ data }) => [data.escalationId, data]));
  return [...unique.values()].sort((a, b) => (a.escalationId < b.escalationId ? -1 : 1));
}
