import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { channels } from '@wenzheng/contracts';
import { LineError } from '@wenzheng/imports';
import { ApiClient } from '../commands/api-client.js';
import { argumentsOf, UsageError } from '../commands/arguments.js';
import { DataFolder } from '../platform/data-folder.js';
import { readEndpoints } from '../platform/endpoints.js';
import { importEndpoints } from './import-endpoints.js';
import { importFile, summaryOf } from './import-file.js';
import { ImportProgress } from './import-progress.js';
import { importWords } from './import-words.js';
import { ProgressLine } from './progress-line.js';

const refusalsShown = 10;
const usage = `npm run import -- FILE.jsonl [--channel ${channels.join('|')}] [--unit CODE]`;

/** `npm run import`: messages of old 历史来信 from a file, with the replies they got. */
export async function importMessages(args: readonly string[]): Promise<number> {
  const { positional, values } = argumentsOf(args, { values: ['channel', 'unit'] });
  const [name, ...more] = positional;
  const wanted = values.get('channel') ?? 'board';
  const channel = channels.find((known) => known === wanted);
  if (name === undefined || more.length > 0) throw new UsageError(usage);
  if (!channel) throw new UsageError(`there is no channel "${wanted}"\n${usage}`);
  // npm runs scripts in the checkout; INIT_CWD is where the person stands.
  const file = resolve(process.env.INIT_CWD ?? '.', name);
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const unit = values.get('unit');

  const folder = new DataFolder();
  const endpoints = await readEndpoints(folder.endpoints);
  const bar = new ProgressLine(process.stderr);
  const say = (line: string) => {
    bar.clear();
    console.error(line);
  };
  const progress = await ImportProgress.open(folder.imports, file, channel, unit);
  if (progress.state.lines > 0) say(`Going on after line ${progress.state.lines}, where the last run ended`);
  const state = await importFile({
    file,
    plan: { channel, unit, endpoints: importEndpoints(new ApiClient(endpoints, { log: say }), endpoints), words: importWords },
    progress,
    show: (share, text) => bar.show(share, text),
  }).catch((error: unknown) => {
    throw error instanceof LineError ? new Error(`${name} is not imported: ${error.message}`) : error;
  });
  bar.clear();
  console.log(`Imported ${name} into channel ${channel}: ${summaryOf(state)}`);
  const shown = state.refusals.slice(0, refusalsShown);
  for (const { number, reason } of shown) console.log(`  refused: line ${number}: ${reason}`);
  if (state.counts.refused > shown.length) console.log(`  and ${state.counts.refused - shown.length} more`);
  return state.counts.refused > 0 ? 1 : 0;
}
