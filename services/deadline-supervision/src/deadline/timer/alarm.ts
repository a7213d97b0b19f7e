import { Injectable } from '@nestjs/common';

/** Wakes the sweep for what falls due before it would look anyway. A ring is no promise that its cause is committed yet. */
@Injectable()
export class Alarm {
  private until = -Infinity;
  private listener: (() => void) | undefined;

  /** Something falls due then. */
  expect(at: Date | null): void {
    if (!at || at.getTime() >= this.until) return;
    this.until = at.getTime();
    this.listener?.();
  }

  /** From now on rings for what falls due before this business time, in milliseconds. */
  ringBefore(until: number): void {
    this.until = until;
  }

  onRing(listener: () => void): void {
    this.listener = listener;
  }
}
