import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import type { Addressee } from './addressees.js';
import { CHANNELS, type Channels } from './channel.js';
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

/** Puts on its way what goes back to the writer through the channel that the message came by. */
@Injectable()
export class DeliveryQueue {
  constructor(
    @Inject(CHANNELS) private readonly channels: Channels,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** Nothing goes back to a message of the past. A channel without a way back gets no delivery; the message's state says so. */
  async enqueue(manager: EntityManager, outgoing: readonly (Outgoing & { addressee: Addressee | undefined })[]): Promise<void> {
    const open = new Set<ChannelName>();
    for (const channel of new Set(outgoing.flatMap(({ addressee }) => addressee?.channel ?? []))) {
      if (await this.channels[channel].isOpen(channel, manager)) open.add(channel);
    }
    const dueAt = new Date(Date.now() + (this.config.DELIVERY_BACKOFF_SECONDS[0] ?? 0) * 1_000);
    const rows = outgoing.flatMap(({ addressee, ...one }) => {
      if (!addressee || addressee.historical || !open.has(addressee.channel)) return [];
      const { messageId, channel } = addressee;
      return [{ messageId, referenceId: one.referenceId, kind: one.kind, channel, body: this.bodyOf(one, addressee), dueAt }];
    });
    await insertRows(manager, Delivery, rows, { onConflict: 'ignore' });
  }

  private bodyOf({ type, timestamp, path, data }: Outgoing, { externalId, messageNumber }: Addressee): string {
    const url = new URL(path ?? `/messages/${messageNumber}`, this.config.PUBLIC_URL).href;
    return JSON.stringify({ type, timestamp, data: { externalId, messageNumber, ...data, url } });
  }
}
