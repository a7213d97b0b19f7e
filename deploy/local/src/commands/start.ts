import { deployedServices } from '@wenzheng/contracts';
import { startPlatform } from '../platform/platform.js';
import { argumentsOf, UsageError } from './arguments.js';
import { overview } from './overview.js';

/** `npm start`: everything in the foreground until Ctrl-C. */
export async function start(args: readonly string[]): Promise<number> {
  const { flags, values } = argumentsOf(args, { flags: ['reset'], values: ['at'] });
  const startAt = instantOf(values.get('at'));
  const began = Date.now();
  const asked = stopRequest();
  const starting = startPlatform({
    reset: flags.has('reset'),
    ...(startAt ? { startAt } : {}),
    supervise: true,
    controllableClock: process.env.CLOCK !== 'system',
    log: (line) => console.log(`  ${line}`),
  });
  const stoppedEarly = await Promise.race([starting.then(() => false), asked.then(() => true)]);
  // Half a platform cannot be stopped in order; what is under way is quickly done.
  const platform = await starting;
  if (!stoppedEarly) {
    console.log(`\n${overview(platform)}\n`);
    console.log(`All ${deployedServices.length} services take traffic, after ${((Date.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops them; data stay in ${platform.dataDir}`);
    await asked;
  }
  console.log('\nStopping 停止: services, then what they stand on');
  await platform.stop();
  console.log('Stopped. Data stay; `npm start -- --reset` begins anew.');
  return 0;
}

/** Ctrl-C reaches us once from the terminal and once from npm: only the first counts. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new UsageError(`--at ${text} is no instant; write 2026-09-18T15:20:00+08:00`);
  return instant;
}
