import { Inject, Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, messageAssigned, messageCoHandled, messageDesignated, messageMerged, messageReturned, messageUnmerged } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { lockAddressees } from '../addressees.js';
import { DeliveryQueue, type Outgoing } from '../delivery-queue.js';

type Told<Definition> = readonly EventEnvelope<EventData<Definition>>[];
type Step = Outgoing & { messageId: string };

/** Where a message is on its way to an answer. Why a unit has it or gave it back is between offices, and goes to nobody else. */
@Injectable()
export class Steps {
  constructor(@Inject(DeliveryQueue) private readonly queue: DeliveryQueue) {}

  async assigned(manager: EntityManager, events: Told<typeof messageAssigned>): Promise<void> {
    // Of the past nothing goes back.
    const now = events.filter(({ data }) => data.by !== 'import');
    await this.take(manager, now.map(({ id, data: { messageId, unit, assignedAt } }) => assignment(messageId, id, assignedAt, { unit, coUnits: [] })));
  }

  async designated(manager: EntityManager, events: Told<typeof messageDesignated>): Promise<void> {
    await this.take(manager, events.map(({ id, data: { messageId, unit, designatedAt } }) => assignment(messageId, id, designatedAt, { unit, coUnits: [] })));
  }

  async coHandled(manager: EntityManager, events: Told<typeof messageCoHandled>): Promise<void> {
    await this.take(manager, events.map(({ id, data: { messageId, lead, coUnits, decidedAt } }) => assignment(messageId, id, decidedAt, { unit: lead, coUnits })));
  }

  async returned(manager: EntityManager, events: Told<typeof messageReturned>): Promise<void> {
    await this.take(manager, events.map(({ id, data: { messageId, unit, returnedAt } }) => ({ messageId, kind: 'assignment', referenceId: id, type: 'message.returned', timestamp: returnedAt, data: { unit, returnedAt } })));
  }

  async merged(manager: EntityManager, events: Told<typeof messageMerged>): Promise<void> {
    await this.take(manager, events.map(({ id, data: { messageId, into, mergedAt } }) => ({ messageId, kind: 'merge', referenceId: id, type: 'message.merged', timestamp: mergedAt, data: { into: into.messageNumber, mergedAt } })));
  }

  async unmerged(manager: EntityManager, events: Told<typeof messageUnmerged>): Promise<void> {
    await this.take(manager, events.map(({ id, data: { messageId, unmergedAt } }) => ({ messageId, kind: 'merge', referenceId: id, type: 'message.unmerged', timestamp: unmergedAt, data: { unmergedAt } })));
  }

  private async take(manager: EntityManager, steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return;
    const addressees = await lockAddressees(manager, steps.map(({ messageId }) => messageId));
    await this.queue.enqueue(manager, steps.map(({ messageId, ...step }) => ({ ...step, addressee: addressees.get(messageId) })));
  }
}

const assignment = (messageId: string, referenceId: string, assignedAt: string, data: Pick<EventData<typeof messageCoHandled>, 'coUnits'> & { unit: EventData<typeof messageAssigned>['unit'] }): Step => ({
  messageId, kind: 'assignment', referenceId, type: 'message.assigned', timestamp: assignedAt, data: { ...data, assignedAt },
});
