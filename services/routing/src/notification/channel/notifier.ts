/** What is told to one person through one channel; never a word or a name of a citizen. */
export interface Note {
  /** Stays the same over all attempts. */
  id: string;
  /** Mail address, telephone number or the person's name at the platform, as the channel has it. */
  to: string;
  subject: string;
  /** With the link, where there is one. */
  text: string;
}

export type NotifierOutcome =
  /** The other side has it; `deliveryId` is its own id for it, where it gives one. */
  | { kind: 'sent'; deliveryId: string | null }
  /** Another attempt may succeed; `afterSeconds` is what the other side asked for. */
  | { kind: 'retry'; reason: string; afterSeconds?: number }
  /** No attempt through this channel will succeed for this person. */
  | { kind: 'refused'; reason: string };

/**
 * One way to tell a person something. Guarantee: `send` never rejects, ends within 20 seconds, asks no host but the configured one, and its reasons hold no address
 * and no secret. Demand on the other side: the same id may come twice, after an attempt whose answer was lost.
 */
export interface Notifier {
  send(note: Note): Promise<NotifierOutcome>;
}
