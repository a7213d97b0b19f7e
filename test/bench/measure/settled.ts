import { setTimeout as pause } from 'node:timers/promises';
import type { Stand } from './stand.js';

const patienceMs = 600_000;

/** Everything that the service's outbox holds is on the bus. */
export const outboxIsEmpty = (stand: Stand, schema: string): Promise<void> =>
  until(`the outbox of ${schema} is empty`, async () => {
    const [row] = await stand.sql(`SELECT 1 FROM ${schema}.outbox WHERE relayed_at IS NULL AND parked_reason IS NULL LIMIT 1`);
    return row === undefined;
  });

/** How many events the service has ever written, and some that were rolled back: what costs nothing to ask again and again. */
export async function eventsOf(stand: Stand, schema: string): Promise<number> {
  const [row] = await stand.sql<{ count: string }>(`SELECT last_value AS count FROM ${schema}.outbox_position`);
  return Number(row?.count);
}

export async function until(what: string, holds: () => Promise<boolean> | boolean, everyMs = 25): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(everyMs);
  }
}
