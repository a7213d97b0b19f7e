import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiClient } from './api-client.js';
import { DataFolder } from '../platform/data-folder.js';
import { readEndpoints } from '../platform/endpoints.js';
import { argumentsOf, UsageError } from './arguments.js';

const usage = 'npm run export:events -- FILE --from 2026-09-01 --to 2026-09-30 (dates of registration, both included)';

/** `npm run export:events`: the event log of deadline-supervision as NDJSON, from which `verify:statistics` recounts. */
export async function exportEvents(args: readonly string[]): Promise<number> {
  const { positional, values } = argumentsOf(args, { values: ['from', 'to'] });
  const [file] = positional;
  const [from, to] = [values.get('from'), values.get('to')];
  if (!file || !from || !to) throw new UsageError(usage);
  const endpoints = await readEndpoints(new DataFolder().endpoints);
  const client = new ApiClient(endpoints, { log: (line) => console.error(line) });
  const body = await client.stream(`${endpoints.services['deadline-supervision']}/v1/statistics/events?${new URLSearchParams({ from, to })}`);
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
  console.log(`${file}: written`);
  return 0;
}
