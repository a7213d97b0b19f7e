// npm run bench [-- --quick] [--only=intake,relay,pipeline,reads,search,desk,lists,timers,hot-issues] [--against=FOLDER] [--ten-million] [--snapshot=MINUTES]
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureDeskLists } from './desk-lists.js';
import { measureDesk } from './desk.js';
import { measureHotIssues } from './hot-issues.js';
import { measureIntake } from './intake.js';
import { LoadGenerator } from './measure/load.js';
import { beside, loadNow, newReport, tableOf, writeReport, type Row } from './measure/report.js';
import { Stand, type StandOptions } from './measure/stand.js';
import { memoryRows } from './memory.js';
import { measurePipeline, type Pair } from './pipeline.js';
import { plans } from './plans.js';
import { measureReads } from './reads.js';
import { measureRelay } from './relay.js';
import { measureSearch } from './search.js';
import { measureTimers } from './timers.js';

const parts = ['intake', 'relay', 'pipeline', 'reads', 'search', 'desk', 'lists', 'timers', 'hot-issues'];
const repository = fileURLToPath(new URL('../../..', import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: parts.join(',') },
    /** Another checkout, built, which is measured in turns with this one. */
    against: { type: 'string' },
    /** Timers among ten million too, which need some 20 GiB of disk and ten minutes more. */
    'ten-million': { type: 'boolean', default: false },
    /** Timers while a snapshot is held for so many minutes. */
    snapshot: { type: 'string', default: '0' },
  },
});
const wanted = new Set(values.only.split(','));
const unknown = [...wanted].filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${parts.join(', ')}`);
  process.exit(2);
}
const against = values.against && resolve(values.against);
if (against && !existsSync(join(against, 'deploy/local/dist/index.js'))) {
  console.error(`${against} holds no checkout that is built`);
  process.exit(2);
}
const mode = values.quick ? 'quick' : 'full';
const plan = plans[mode];
const report = newReport(mode, against);
const load = new LoadGenerator();
const stands: Stand[] = [];
try {
  if (['intake', 'relay', 'pipeline', 'reads'].some((part) => wanted.has(part))) await withIntakeAndWholeCity();
  if (wanted.has('search')) {
    const stand = await start({ replicas: { publication: 1, routing: 1 }, env: { publication: { TRUSTED_PROXIES: '127.0.0.1' } } });
    add(await measureSearch(stand, load, plan.search));
    await stopAll();
  }
  if (wanted.has('desk') || wanted.has('lists')) {
    const stand = await start({ replicas: { routing: 1 } });
    // What it takes here is what the lists are filled with.
    const assigned = await measureDesk(stand, wanted.has('desk') ? plan.desk : { taken: 100 });
    if (wanted.has('desk')) add([assigned]);
    if (wanted.has('lists')) add(await measureDeskLists(stand, plan.lists));
    await stopAll();
  }
  if (wanted.has('timers')) {
    const stands = await startBoth({ replicas: { 'deadline-supervision': 2 } });
    const options = { tenMillion: values['ten-million'], snapshotMinutes: Number(values.snapshot) };
    for await (const rows of measureTimers(stands, plan.timers, options)) add(rows);
  }
  await stopAll();
  if (wanted.has('hot-issues')) {
    const stand = await start({ replicas: { 'deadline-supervision': 1 } });
    add(await measureHotIssues(stand, plan.hotIssues));
  }
  report.load[1] = loadNow();
  console.log(`\n${tableOf(report.rows)}\n`);
  console.log(`${report.machine.cpus} × ${report.machine.model}, ${report.machine.node}; load ${report.load.map((value) => value.toFixed(1)).join(' before, ')} after`);
  console.log(await writeReport(join(repository, '.wenzheng', 'bench'), report));
} finally {
  await load.stop();
  await stopAll();
}

/** All stand from the beginning to the end, so that what is compared can be measured in turns. */
async function withIntakeAndWholeCity(): Promise<void> {
  const alone = await startBoth({ replicas: { intake: 2 } });
  const whole = wanted.has('pipeline') || wanted.has('reads') ? await startBoth({ replicas: { intake: 1, routing: 1, publication: 1, 'deadline-supervision': 1 } }) : [];
  const atRest: Row[][] = [];
  for (const stand of whole) atRest.push(await memoryRows(stand, 'at rest'));
  if (wanted.has('intake')) add(await measureIntake(alone, load, plan.intake));
  for (const stand of alone) await stand.city.platform.kill('intake', 'SIGTERM', 1);
  if (wanted.has('relay')) add(await measureRelay(alone, load, plan.relay));
  const pairs = whole.map((stand, index): Pair => ({ whole: stand, intakeAlone: alone[index]! }));
  if (pairs.length > 0) add(await measurePipeline(pairs, load, plan.pipeline));
  if (wanted.has('reads')) add(await measureReads(whole, load, plan.reads));
  const atMost: Row[][] = [];
  for (const stand of whole) atMost.push(await memoryRows(stand, 'at most'));
  add([...beside(atRest[0] ?? [], atRest[1]), ...beside(atMost[0] ?? [], atMost[1])]);
  await stopAll();
}

/** This checkout, and the other one if there is one. */
async function startBoth(options: StandOptions): Promise<Stand[]> {
  const ours = await start(options);
  return against ? [ours, await start({ ...options, checkout: against })] : [ours];
}

async function start(options: StandOptions): Promise<Stand> {
  const stand = await Stand.start(options);
  stands.push(stand);
  return stand;
}

async function stopAll(): Promise<void> {
  await Promise.all(stands.splice(0).map((stand) => stand.stop()));
}

function add(rows: readonly Row[]): void {
  report.rows.push(...rows);
  console.log(`\n${tableOf(rows)}`);
}
