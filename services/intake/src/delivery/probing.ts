import type { ChannelName, ProbeFailure, ProbeWay } from '@wenzheng/contracts';

/** A way in that is probed 探测, end to end. */
export interface ProbedWay {
  channel: ChannelName;
  /** Of the mailbox or account, else the channel. It never changes: outcomes are kept under it. */
  name: string;
  /** As people read it, where they know it by a name. */
  title: string | null;
  way: ProbeWay;
  /** Seconds between two probes. */
  everySeconds: number;
}

/** The way in does not work. */
export class ProbeFault extends Error {
  override readonly name = 'ProbeFault';

  constructor(
    readonly failure: ProbeFailure,
    reason: string,
  ) {
    super(reason);
  }
}

/** How a connector is probed. */
export interface Probing {
  ways(): readonly ProbedWay[];
  /**
   * Sends a probe as anybody would send a message, or looks whether the other side answers. Ends within 30 seconds.
   * @returns false where it could not be tried, which says nothing of the way in
   * @throws ProbeFault, or any error where nobody answered
   */
  probe(way: ProbedWay, probeId: string): Promise<boolean>;
}
