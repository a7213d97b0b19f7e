import { nextBlockSize } from './message-number.rules.js';

/** Takes `size` numbers of a date for this replica alone and returns the first. */
export type ReserveBlock = (date: string, size: number) => Promise<number>;

interface DayPool {
  free: number[];
  lastSize: number | undefined;
}

/**
 * Numbers within the day, from blocks that this replica has reserved ahead, so that group commits do not wait for each
 * other on one counter row. Guarantee: no number is handed out twice. Limit: what a replica had reserved when it
 * stopped is a gap, and numbers of several replicas are not in order of registration.
 */
export class NumberBlocks {
  private readonly days = new Map<string, DayPool>();

  constructor(private readonly reserve: ReserveBlock) {}

  async take(date: string, count: number): Promise<number[]> {
    const day = this.dayOf(date);
    while (day.free.length < count) {
      const size = Math.max(nextBlockSize(day.lastSize), count - day.free.length);
      const first = await this.reserve(date, size);
      day.lastSize = size;
      day.free.push(...Array.from({ length: size }, (_, index) => first + index));
    }
    return day.free.splice(0, count);
  }

  /** Numbers that certainly stand on no message. */
  giveBack(date: string, numbers: readonly number[]): void {
    const day = this.days.get(date);
    if (!day || numbers.length === 0) return;
    day.free.push(...numbers);
    day.free.sort((one, other) => one - other);
  }

  private dayOf(date: string): DayPool {
    let day = this.days.get(date);
    if (!day) {
      // Around midnight a batch of yesterday can still be under way; days before it are over.
      for (const past of [...this.days.keys()].sort().slice(0, -1)) this.days.delete(past);
      day = { free: [], lastSize: undefined };
      this.days.set(date, day);
    }
    return day;
  }
}
