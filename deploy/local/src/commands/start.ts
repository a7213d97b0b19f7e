import { deployedServices } from '@wenzheng/contracts';
import { play } from '../city/play.js';
import { keepStoryState, storyStateOf } from '../city/played.js';
import { loadStory } from '../city/story.js';
import { Timetable } from '../city/timetable.js';
import { ProgressLine } from '../import/progress-line.js';
import { DataFolder } from '../platform/data-folder.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { argumentsOf, UsageError } from './arguments.js';
import { overview } from './overview.js';

/** Who brings a city, servers or a clock of their own has no use for an invented past. */
const ownNeeds = ['UNITS_FILE', 'DATABASE_URL', 'NATS_URL', 'OIDC_ISSUER'];

/** `npm start`: everything in the foreground until Ctrl-C. A new data folder is filled with the sample city's last three weeks. */
export async function start(args: readonly string[]): Promise<number> {
  const { flags, values } = argumentsOf(args, { flags: ['reset', 'empty'], values: ['at'] });
  const at = instantOf(values.get('at'));
  const began = Date.now();
  const folder = new DataFolder();
  const reset = flags.has('reset');
  const controllableClock = process.env.CLOCK !== 'system';
  const wanted = !flags.has('empty') && controllableClock && ownNeeds.every((name) => !process.env[name]);
  const unfinished = !reset && (await storyStateOf(folder.story)) === 'playing';
  if (unfinished && !flags.has('empty')) {
    throw new Error(`The start that was filling ${folder.path} with the sample city ended before it was done. \`npm start -- --reset\` begins anew; \`npm start -- --empty\` goes on with what is there.`);
  }
  const timetable = new Timetable(at ?? new Date(began));
  const startAt = wanted ? timetable.beginsAt : at;
  let filling = false;
  const asked = stopRequest();
  const starting = startPlatform({
    reset,
    ...(startAt && { startAt }),
    supervise: true,
    probed: true,
    controllableClock,
    log: (line) => console.log(`  ${line}`),
    async onNewFolder() {
      filling = wanted;
      if (filling) await keepStoryState(folder.story, 'playing');
    },
  });
  const stoppedEarly = await Promise.race([starting.then(() => false), asked.then(() => true)]);
  // Half a platform cannot be stopped in order; what is under way is quickly done.
  const platform = await starting;
  try {
    if (unfinished) await keepStoryState(folder.story, 'played');
    if (!stoppedEarly && (!filling || (await fill(platform, timetable, at ? at.getTime() - began : 0, { folder, asked })))) {
      console.log(`\n${overview(platform)}\n`);
      console.log(`All ${deployedServices.length} services take traffic, after ${((Date.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops them; data stay in ${platform.dataDir}`);
      await asked;
    }
    console.log('\nStopping 停止: services, then what they stand on');
  } finally {
    await platform.stop();
  }
  console.log('Stopped. Data stay; `npm start -- --reset` begins anew.');
  return 0;
}

/** @returns whether it came to its end before it was asked to stop */
async function fill(platform: Platform, timetable: Timetable, endOffsetMs: number, { folder, asked }: { folder: DataFolder; asked: Promise<void> }): Promise<boolean> {
  console.log('  The sample city 样例城市: three weeks of its life go through the services (npm start -- --reset --empty leaves them out)');
  const bar = new ProgressLine(process.stdout);
  const stop = new AbortController();
  void asked.then(() => stop.abort());
  try {
    await play(await loadStory(), timetable, { endpoints: platform.endpoints, clock: platform.clock!, endOffsetMs, signal: stop.signal, progress: (share, what) => bar.show(share, what) });
  } catch (error) {
    if (error !== stop.signal.reason) throw error;
    return false;
  } finally {
    bar.clear();
  }
  await keepStoryState(folder.story, 'played');
  return true;
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
