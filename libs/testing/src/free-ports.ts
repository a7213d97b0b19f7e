import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** So many at which nobody listens. */
export async function freePorts<Count extends 1 | 2>(count: Count): Promise<Count extends 1 ? [number] : [number, number]> {
  const probes = await Promise.all(Array.from({ length: count }, async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    return probe;
  }));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports as Count extends 1 ? [number] : [number, number];
}
