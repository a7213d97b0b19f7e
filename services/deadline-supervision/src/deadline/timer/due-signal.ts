import { Injectable } from '@nestjs/common';

/** Wakes the sweep for a deadline that falls due before its next round. The transaction that caused it may not be committed yet. */
@Injectable()
export class DueSignal {
  private until = -Infinity;
  private listener: (() => void) | undefined;

  /** Something falls due then. */
  expect(at: Date | null): void {
    if (!at || at.getTime() >= this.until) return;
    this.until = at.getTime();
    this.listener?.();
  }

  /** From now on wakes for what falls due before this business time, in milliseconds. */
  wakeBefore(until: number): void {
    this.until = until;
  }

  onWake(listener: () => void): void {
    this.listener = listener;
  }
}
