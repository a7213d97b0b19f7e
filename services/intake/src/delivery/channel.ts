import type { ChannelName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** Something that goes back to the writer through the channel that the message came by. */
export interface Notification {
  /** Stays the same over all attempts: the receiver drops what it has seen. */
  id: string;
  channel: ChannelName;
  /** `{type, timestamp, data}` as JSON. */
  body: string;
}

export type DeliveryOutcome =
  /** The platform has it; `deliveryId` is its own id for it, where it gives one. */
  | { kind: 'delivered'; deliveryId: string | null }
  /** Another attempt may succeed; `afterSeconds` is what the other side asked for. */
  | { kind: 'retry'; reason: string; afterSeconds?: number }
  /** No attempt will succeed. */
  | { kind: 'refused'; reason: string };

/**
 * The way back through a channel; the way in is `RegistrationService.register`. A connector offers both.
 * Guarantee to the caller: `deliver` never rejects and ends within 20 seconds. Demand on the other side: the same id may
 * come twice, after an attempt whose answer was lost.
 */
export interface Channel {
  /** Whether there is anywhere to deliver to. What is published while there is not is kept, and never delivered. */
  isOpen(channel: ChannelName, manager: EntityManager): Promise<boolean>;
  deliver(notification: Notification): Promise<DeliveryOutcome>;
}

/** The channels' ways back, by name. */
export const CHANNELS = Symbol('channels');
export type Channels = Readonly<Record<ChannelName, Channel>>;
