import { Inject, Injectable } from '@nestjs/common';
import type { EventData, messageRuledInvalid, messageTransferred, objectionDecided, renewalDeclined, renewalOrdered } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import { endMessages } from '../message/endings.js';
import { Units } from '../unit/units.service.js';
import { lockAddressees } from './addressees.js';
import { Shown } from './content/shown.js';
import { ObjectionDecision, Ruling, Transfer } from './decision.entity.js';
import { DeliveryQueue, type Outgoing } from './delivery-queue.js';

type Decided = Outgoing & { messageId: string };

/** What the information office decided about a message: it may end it, and goes back to the writer. What goes out holds no number of a person; those that units publish stand, for it is by them that a writer is told where to turn. */
@Injectable()
export class DecisionsService {
  constructor(
    @Inject(DeliveryQueue) private readonly queue: DeliveryQueue,
    @Inject(Units) private readonly units: Units,
    @Inject(Shown) private readonly shown: Shown,
  ) {}

  async ruled(manager: EntityManager, rulings: readonly EventData<typeof messageRuledInvalid>[]): Promise<void> {
    const directory = await this.units.directory(manager);
    await this.decide(manager, rulings.map(({ messageId, rulingId, ground, reason, guidance, objectionUntil, ruledAt }) => ({
      messageId, kind: 'ruling', referenceId: rulingId, type: 'message.ruled-invalid', timestamp: ruledAt, data: { ground, reason: redact(reason, directory), guidance: redact(guidance, directory), objectionUntil, ruledAt },
    })), () => insertRows(manager, Ruling, rulings, { onConflict: 'ignore' }));
  }

  async objectionsDecided(manager: EntityManager, decisions: readonly EventData<typeof objectionDecided>[]): Promise<void> {
    const directory = await this.units.directory(manager);
    await this.decide(manager, decisions.map(({ messageId, objectionId, outcome, reason, decidedAt }) => ({
      messageId, kind: 'objection-decision', referenceId: objectionId, type: 'message.objection-decided', timestamp: decidedAt, data: { outcome, reason: redact(reason, directory), decidedAt },
    })), () => insertRows(manager, ObjectionDecision, decisions, { onConflict: 'ignore' }));
  }

  async transferred(manager: EntityManager, transfers: readonly EventData<typeof messageTransferred>[]): Promise<void> {
    const directory = await this.units.directory(manager);
    await this.decide(manager, transfers.map(({ messageId, transferId, to, reason, receipt, transferredAt }) => ({
      messageId, kind: 'transfer', referenceId: transferId, type: 'message.transferred', timestamp: transferredAt, data: { to: to.name, reason: redact(reason, directory), receipt, transferredAt },
    })), () => insertRows(manager, Transfer, transfers, { onConflict: 'ignore' }));
  }

  async renewalsOrdered(manager: EntityManager, renewals: readonly EventData<typeof renewalOrdered>[]): Promise<void> {
    const directory = await this.units.directory(manager);
    await this.decide(manager, renewals.map(({ messageId, renewalId, unit, reason, dueOn, orderedAt }) => ({
      messageId, kind: 'renewal', referenceId: renewalId, type: 'message.renewal-ordered', timestamp: orderedAt, data: { unit, reason: redact(reason, directory), dueOn, orderedAt },
    })));
  }

  async renewalsDeclined(manager: EntityManager, declined: readonly EventData<typeof renewalDeclined>[]): Promise<void> {
    const directory = await this.units.directory(manager);
    await this.decide(manager, declined.map(({ messageId, ratingId, reason, declinedAt }) => ({
      messageId, kind: 'renewal', referenceId: ratingId, type: 'message.renewal-declined', timestamp: declinedAt, data: { reason: redact(reason, directory), declinedAt },
    })));
  }

  private async decide(manager: EntityManager, decided: readonly Decided[], keep: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const addressees = await lockAddressees(manager, decided.map(({ messageId }) => messageId));
    await keep();
    await endMessages(manager, [...addressees.keys()]);
    await this.queue.enqueue(manager, decided.map(({ messageId, ...outgoing }) => ({ ...outgoing, addressee: addressees.get(messageId) })));
    await this.shown.rewrite(manager, [...addressees.keys()]);
  }
}
