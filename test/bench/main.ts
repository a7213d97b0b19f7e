// npm run bench [-- --quick] [--only=intake,pipeline,relay,reads,clocks,hot-issues] [--ten-million]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureClocks } from './clocks.js';
import { measureHotIssues } from './hot-issues.js';
import { measureIntake } from './intake.js';
import { LoadGenerator } from './measure/load.js';
import { loadNow, newReport, tableOf, writeReport, type Row } from './measure/report.js';
import { Stand } from './measure/stand.js';
import { memoryRows } from './memory.js';
import { measurePipeline } from './pipeline.js';
import { plans } from './plans.js';
import { measureReads } from './reads.js';
import { measureRelay } from './relay.js';

const parts = ['intake', 'relay', 'pipeline', 'reads', 'clocks', 'hot-issues'];
const repository = fileURLToPath(new URL('../../..', import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: parts.join(',') },
    /** Clocks among ten million too, which need some 20 GiB of disk and ten minutes more. */
    'ten-million': { type: 'boolean', default: false },
  },
});
const wanted = new Set(values.only.split(','));
const unknown = [...wanted].filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${parts.join(', ')}`);
  process.exit(2);
}
const mode = values.quick ? 'quick' : 'full';
const plan = plans[mode];
const report = newReport(mode);
const load = new LoadGenerator();
const stands: Stand[] = [];
try {
  if (['intake', 'relay', 'pipeline', 'reads'].some((part) => wanted.has(part))) await withIntakeAndWholeCity();
  if (wanted.has('clocks')) for await (const rows of measureClocks(await start({ 'deadline-supervision': 2 }), plan.clocks, values['ten-million'])) add(rows);
  await stopAll();
  if (wanted.has('hot-issues')) {
    // At full speed: as it ships, it would rest for as long as it works.
    const stand = await start({ 'deadline-supervision': 1 }, { 'deadline-supervision': { HOT_ISSUES_REST: '0' } });
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

/** Both stand from the beginning to the end, so that what is compared can be measured in turns. */
async function withIntakeAndWholeCity(): Promise<void> {
  const intakeAlone = await start({ intake: 1 });
  const whole = wanted.has('pipeline') || wanted.has('reads') ? await start({ intake: 1, routing: 1, publication: 1, 'deadline-supervision': 1 }) : undefined;
  const atRest = whole && (await memoryRows(whole, 'at rest'));
  if (wanted.has('intake')) add(await measureIntake(intakeAlone, load, plan.intake));
  if (wanted.has('relay')) add(await measureRelay(intakeAlone, plan.relay));
  if (whole) add(await measurePipeline(whole, intakeAlone, load, plan.pipeline));
  if (whole && wanted.has('reads')) add(await measureReads(whole, load, plan.reads));
  if (whole && atRest) add([...atRest, ...(await memoryRows(whole, 'at most'))]);
  await stopAll();
}

async function start(...what: Parameters<typeof Stand.start>): Promise<Stand> {
  const stand = await Stand.start(...what);
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
