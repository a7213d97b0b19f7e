import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

/** Resident memory of each process: some seconds after the start, or the most that it ever had. */
export async function memoryRows(stand: Stand, when: 'at rest' | 'at most'): Promise<Row[]> {
  if (when === 'at rest') await pause(5_000);
  return Object.entries(stand.processes.memory()).map(([name, { now, peak }]) => ({
    part: 'memory',
    what: `${name} ${when}`,
    value: when === 'at rest' ? now : peak,
    unit: 'MiB',
  }));
}
