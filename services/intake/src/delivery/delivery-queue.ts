import { Inject, Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { lockAddressees, type Addressee } from './addressees.js';
import { Connectors } from './connectors.js';
import { Delivery, type DeliveryKind } from './delivery.entity.js';

/** Something to be carried back. */
export interface Outgoing {
  kind: DeliveryKind;
  referenceId: string;
  /** `message.replied` and its like, and when that was so. */
  type: string;
  timestamp: string;
  path?: string;
  data: object;
}

const wayOf = ({ connector, channel }: Addressee) => `${connector} ${channel}`;

/** Puts on its way what goes back to the writer by the connector that the message came by. */
@Injectable()
export class DeliveryQueue {
  constructor(
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** Nothing goes back to a message of the past. Where there is no way back there is no delivery; the message's state says so. */
  async enqueue(manager: EntityManager, outgoing: readonly (Outgoing & { addressee: Addressee | undefined })[]): Promise<void> {
    const open = new Map<string, boolean>();
    for (const addressee of outgoing.flatMap(({ addressee: one }) => one ?? [])) {
      const way = wayOf(addressee);
      if (!open.has(way)) open.set(way, (await this.connectors.get(addressee.connector)?.isOpen(addressee.channel, manager)) ?? false);
    }
    const dueAt = new Date(Date.now() + (this.config.DELIVERY_BACKOFF_SECONDS[0] ?? 0) * 1_000);
    const rows = outgoing.flatMap(({ addressee, ...one }) => {
      if (!addressee || addressee.historical || !open.get(wayOf(addressee))) return [];
      const { messageId, channel, connector } = addressee;
      return [{ messageId, referenceId: one.referenceId, kind: one.kind, channel, connector, body: this.bodyOf(one, addressee), dueAt }];
    });
    await insertRows(manager, Delivery, rows, { onConflict: 'ignore' });
  }

  /** For connectors whose other side does not wait for an answer: in the transaction of the registration. */
  async enqueueReceipts(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const addressees = await lockAddressees(manager, messageIds);
    await this.enqueue(manager, [...addressees.values()].map((addressee) => {
      const registeredAt = addressee.registeredAt.toISOString();
      return { addressee, kind: 'receipt' as const, referenceId: addressee.messageId, type: 'message.registered', timestamp: registeredAt, data: { registeredAt } };
    }));
  }

  private bodyOf({ type, timestamp, path, data }: Outgoing, { externalId, messageNumber }: Addressee): string {
    const url = new URL(path ?? `/messages/${messageNumber}`, this.config.PUBLIC_URL).href;
    return JSON.stringify({ type, timestamp, data: { externalId, messageNumber, ...data, url } });
  }
}
