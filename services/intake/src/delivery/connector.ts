import type { ChannelName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { DeliveryKind } from './delivery.entity.js';
import type { Probing } from './probing.js';

/** What a connector is able to do; the contract suite of libs/testing asks for just that. */
export interface Capabilities {
  /** `called`: the other side calls and waits for the answer. `fetches`: we ask it, and it hears of a registration by a receipt that is delivered. */
  receives: 'called' | 'fetches';
  /** A reply goes back to where the message came from. */
  delivers: boolean;
  /** What was posted is read again later: it may be gone (R36). */
  readsBack: boolean;
  likes: boolean;
  attachments: boolean;
  /** The other side can take back what it sent. */
  deletes: boolean;
  /** It delivers by the channel's webhook, to a program: that hears of every step, in the order of each message, and asks for what it has missed. */
  webhook: boolean;
}

/** Something that goes back to the writer through the connector that the message came by. */
export interface Notification {
  /** Stays the same over all attempts: the receiver drops what it has seen. */
  id: string;
  kind: DeliveryKind;
  messageId: string;
  channel: ChannelName;
  /** `{type, timestamp, data}` as JSON. */
  body: string;
}

export type DeliveryOutcome =
  /** The platform has it; `deliveryId` is its own id for it, where it gives one. */
  | { kind: 'delivered'; deliveryId: string | null }
  /** Another attempt may succeed; `afterSeconds` is what the other side asked for. */
  | { kind: 'retry'; reason: string; afterSeconds?: number; /** Later ones of the message would fare no better, and wait. */ holding?: boolean }
  /** No attempt will succeed. */
  | { kind: 'refused'; reason: string };

/**
 * One transport: how messages come in by it, and how what is said about them goes back. A channel is what the citizen used, so that one
 * connector may feed several channels, and several connectors one. The way in is `RegistrationService.register`, or the `Fetcher`.
 * Guarantee to the caller: `deliver` never rejects and ends within 20 seconds. Demand on the other side: the same id may
 * come twice, after an attempt whose answer was lost.
 */
export interface Connector {
  /** Kept with every message. Lower case letters and hyphens; it never changes. */
  readonly name: string;
  readonly can: Capabilities;
  /** How it is probed 探测; without it, it is not. */
  readonly probing?: Probing;
  /** Whether there is anywhere to deliver to. What is published while there is not is kept, and never delivered. */
  isOpen(channel: ChannelName, manager: EntityManager): Promise<boolean>;
  deliver(notification: Notification): Promise<DeliveryOutcome>;
}
