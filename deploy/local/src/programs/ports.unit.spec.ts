import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort, planPorts, portBaseOf } from './ports.js';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function occupy(): Promise<number> {
  const server = createServer();
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the plan of ports', () => {
  it('counts from the base, the portal first', async () => {
    const base = await freeRange();
    expect(await planPorts(base)).toEqual({
      portal: base,
      intake: base + 1,
      routing: base + 2,
      'deadline-supervision': base + 3,
      issuer: base + 4,
      nats: base + 5,
      postgres: base + 6,
      'publication-operations': base + 7,
      'intake-operations': base + 8,
      'routing-operations': base + 9,
      'deadline-supervision-operations': base + 10,
      console: base + 11,
      'console-operations': base + 12,
      publication: base + 13,
    });
  });

  it('names the port that is taken, what it is for, and the way out', async () => {
    const taken = await occupy();
    await expect(planPorts(taken - 5, ['nats'])).rejects.toThrow(
      new RegExp(`Port ${taken} \\(for nats\\).*WENZHENG_PORT_BASE`),
    );
  });

  it('leaves a taken port alone that nobody needs', async () => {
    const taken = await occupy();
    expect((await planPorts(taken - 6, [])).postgres).toBe(taken);
  });

  it('takes distinct free ports from base 0', async () => {
    const ports = Object.values(await planPorts(0));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.min(...ports)).toBeGreaterThan(1023);
  });
});

describe('the base of ports', () => {
  it.each([
    [undefined, 7310],
    ['', 7310],
    ['0', 0],
    ['8310', 8310],
  ])('reads %s', (value, base) => {
    expect(portBaseOf(value)).toBe(base);
  });

  it.each(['80', '-1', '65530', 'eight', '8310.5'])('refuses %s', (value) => {
    expect(() => portBaseOf(value)).toThrow(/WENZHENG_PORT_BASE/);
  });
});

async function freeRange(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const base = Math.min(await freePort(), 65_000);
    const isFree = await planPorts(base).then(() => true, () => false);
    if (isFree) return base;
  }
  throw new Error('no eleven free ports in a row');
}
