import { setTimeout as pause } from 'node:timers/promises';
import type { Stand } from './stand.js';

const patienceMs = 600_000;

/** Everything that the service's outbox holds is on the bus. */
export const outboxIsEmpty = (stand: Stand, schema: string): Promise<void> =>
  until(`the outbox of ${schema} is empty`, async () => {
    const [row] = await stand.sql(`SELECT 1 FROM ${schema}.outbox WHERE relayed_at IS NULL AND parked_reason IS NULL LIMIT 1`);
    return row === undefined;
  });

export async function until(what: string, holds: () => Promise<boolean> | boolean, everyMs = 25): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(everyMs);
  }
}
