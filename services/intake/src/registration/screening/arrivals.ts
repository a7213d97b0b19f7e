/** Keys that are counted at a time; the one that was not heard of for longest gives way. */
const mostKeys = 20_000;
const hourMs = 3_600_000;

/**
 * How many different things came in under a key within the last hour, in the memory of one replica. What comes again under its own id, because an answer was
 * lost, is counted once.
 */
export class Arrivals {
  private readonly known = new Map<string, Map<string, number>>();

  /** @param most how many are told apart: more are that many and one. @returns with this one */
  count(key: string, id: string, atMs: number, most: number): number {
    const ids = this.known.get(key) ?? new Map<string, number>();
    for (const [one, since] of ids) if (since <= atMs - hourMs) ids.delete(one);
    if (ids.has(id) || ids.size <= most) ids.set(id, ids.get(id) ?? atMs);
    // The least heard of stands first.
    this.known.delete(key);
    this.known.set(key, ids);
    if (this.known.size > mostKeys) for (const oldest of this.known.keys()) return this.known.delete(oldest), ids.size;
    return ids.size;
  }
}
