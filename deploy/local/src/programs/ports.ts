import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Who listens where, as an offset from the base. The portal, which people open, comes first. */
export const portOffsets = {
  portal: 0,
  intake: 1,
  routing: 2,
  'deadline-supervision': 3,
  issuer: 4,
  nats: 5,
  postgres: 6,
  'publication-operations': 7,
  'intake-operations': 8,
  'routing-operations': 9,
  'deadline-supervision-operations': 10,
  console: 11,
  'console-operations': 12,
  publication: 13,
} as const;
export type Listener = keyof typeof portOffsets;
export type PortPlan = Record<Listener, number>;

export const defaultPortBase = 7310;
const listeners = Object.keys(portOffsets) as Listener[];

/** `WENZHENG_PORT_BASE` as a number; 0 means that every port is chosen freely. */
export function portBaseOf(value: string | undefined): number {
  if (value === undefined || value === '') return defaultPortBase;
  const base = Number(value);
  const highest = 65_535 - Math.max(...Object.values(portOffsets));
  if (!Number.isInteger(base) || base < 0 || base > highest || (base > 0 && base < 1024)) {
    throw new Error(`WENZHENG_PORT_BASE is "${value}": it must be 0 (any free ports) or a number from 1024 to ${highest}`);
  }
  return base;
}

/** @throws Error naming the first port that is taken, what it is for, and how to move. */
export async function planPorts(base: number, needed: readonly Listener[] = listeners): Promise<PortPlan> {
  const plan = Object.fromEntries(listeners.map((name) => [name, base + portOffsets[name]])) as PortPlan;
  if (base === 0) {
    const free = await freePorts(listeners.length);
    listeners.forEach((name, index) => (plan[name] = free[index] ?? 0));
    return plan;
  }
  for (const name of needed) {
    if (!(await isFree(plan[name]))) throw new PortTakenError(plan[name], name);
  }
  return plan;
}

export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  constructor(
    readonly port: number,
    readonly listener: string,
  ) {
    super(
      `Port ${port} (for ${listener}) on 127.0.0.1 is taken by another program. ` +
        `Stop that program, or choose another range: WENZHENG_PORT_BASE=8310 npm start`,
    );
  }
}

/** A free port. It is not held: whoever asked should listen on it soon. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('the system gave no free port');
  return port;
}

// Below the range that the kernel takes the near end of outgoing connections from: one of those could have a port that was
// free a second ago.
const lowest = 15_000;
const highest = 32_000;

async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let attempt = 0; attempt < 1000 && found.size < count; attempt++) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
