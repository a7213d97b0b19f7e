import { Inject, Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { lockAddressees, type Addressee } from './addressees.js';
import { Connectors } from './connectors.js';
import { Delivery, isStep, type DeliveryKind } from './delivery.entity.js';
import { Happening } from './happening/happening.entity.js';
import { isListed, type Happened } from './happening/happening.schemas.js';

/** Something to be carried back: what it is, and when that was so. */
export type Outgoing = Happened & {
  kind: DeliveryKind;
  referenceId: string;
  timestamp: string;
  path?: string;
};
type Addressed<Sent> = Sent & { addressee: Addressee | undefined };
type Sent = Omit<Outgoing, 'type' | 'data'> & { type: string; data: object };

const wayOf = ({ connector, channel }: Addressee) => `${connector} ${channel}`;

/** Puts on its way what goes back to the writer by the connector that the message came by. */
@Injectable()
export class DeliveryQueue {
  constructor(
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** Keeps what happened for the state of its message, and sends it. Nothing goes back to a message of the past. */
  async enqueue(manager: EntityManager, outgoing: readonly Addressed<Outgoing>[]): Promise<void> {
    const happenings = outgoing.flatMap(({ addressee, referenceId, type, timestamp, data }) =>
      addressee && !addressee.historical && isListed(type) ? [{ messageId: addressee.messageId, happeningId: referenceId, type, happenedAt: timestamp, data }] : [],
    );
    await insertRows(manager, Happening, happenings, { onConflict: 'ignore' });
    await this.send(manager, outgoing);
  }

  /** Where there is no way back there is no delivery; the message's state says so. */
  private async send(manager: EntityManager, outgoing: readonly Addressed<Sent>[]): Promise<void> {
    const open = new Map<string, boolean>();
    for (const addressee of outgoing.flatMap(({ addressee: one }) => one ?? [])) {
      const way = wayOf(addressee);
      if (!open.has(way)) open.set(way, (await this.connectors.get(addressee.connector)?.isOpen(addressee.channel, manager)) ?? false);
    }
    const dueAt = new Date(Date.now() + (this.config.DELIVERY_BACKOFF_SECONDS[0] ?? 0) * 1_000);
    const rows = outgoing.flatMap(({ addressee, ...one }) => {
      if (!addressee || addressee.historical || !open.get(wayOf(addressee))) return [];
      const { messageId, channel, connector } = addressee;
      const byWebhook = this.connectors.get(connector)?.can.webhook === true;
      if (isStep(one.kind) && !byWebhook) return [];
      return [{ messageId, referenceId: one.referenceId, kind: one.kind, channel, connector, body: this.bodyOf(one, addressee), dueAt, holding: byWebhook }];
    });
    await insertRows(manager, Delivery, rows, { onConflict: 'ignore' });
  }

  /** For connectors whose other side does not wait for an answer: in the transaction of the registration. */
  async enqueueReceipts(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const addressees = await lockAddressees(manager, messageIds);
    await this.send(manager, [...addressees.values()].map((addressee) => {
      const registeredAt = addressee.registeredAt.toISOString();
      return { addressee, kind: 'receipt' as const, referenceId: addressee.messageId, type: 'message.registered', timestamp: registeredAt, data: { registeredAt } };
    }));
  }

  private bodyOf({ type, timestamp, path, data }: Sent, { externalId, messageNumber }: Addressee): string {
    const url = new URL(path ?? `/messages/${messageNumber}`, this.config.PUBLIC_URL).href;
    return JSON.stringify({ type, timestamp, data: { externalId, messageNumber, ...data, url } });
  }
}
