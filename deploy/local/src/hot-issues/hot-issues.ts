import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseJson, textOf } from '@wenzheng/platform/text';
import { agreementOf } from './agreement.rules.js';
import { ApiClient } from '../commands/api-client.js';
import { DataFolder } from '../platform/data-folder.js';
import { readEndpoints } from '../platform/endpoints.js';
import { argumentsOf, UsageError } from '../commands/arguments.js';

const usage = 'npm run hot-issues -- [--gold GOLD.json] ({"an issue": ["external id", …], …})';
const shown = 10;

interface HotIssue {
  title: string;
  people: number;
  messages: number;
  raisedOn: string;
  peak: { people: number; on: string } | null;
  externalIds: string[];
}
interface Page {
  items: HotIssue[];
  next: string | null;
}

/** `npm run hot-issues`: the ten hottest 热点问题 with the day on which each was raised, and how well all of them agree with what people have named. */
export async function hotIssues(args: readonly string[]): Promise<number> {
  const { positional, values } = argumentsOf(args, { values: ['gold'] });
  if (positional.length > 0) throw new UsageError(usage);
  const endpoints = await readEndpoints(new DataFolder().endpoints);
  const client = new ApiClient(endpoints, { as: 'supervision-office', log: (line) => console.error(line) });
  const found = await all(client, `${endpoints.services['deadline-supervision']}/v1/hot-issues`);
  console.log(`${found.length} hot issues 热点问题; the hottest:`);
  for (const [index, issue] of found.slice(0, shown).entries()) {
    const peak = issue.peak ? `, ${issue.peak.people} in the fortnight to ${issue.peak.on}` : '';
    console.log(`${String(index + 1).padStart(3)}. raised ${issue.raisedOn}: ${issue.title} (${issue.people} people, ${issue.messages} messages${peak})`);
  }
  const gold = values.get('gold');
  if (gold !== undefined) await compare(resolve(process.env.INIT_CWD ?? '.', gold), found);
  return 0;
}

async function all(client: ApiClient, address: string): Promise<HotIssue[]> {
  const found: HotIssue[] = [];
  for (let after = ''; ; ) {
    const page = await client.get<Page>(`${address}?limit=100${after}`);
    found.push(...page.items);
    if (page.next === null) return found;
    after = `&after=${page.next}`;
  }
}

async function compare(file: string, found: readonly HotIssue[]): Promise<void> {
  const gold = parseJson(textOf(await readFile(file)), { numbers: 'text' }) as Record<string, string[]>;
  const agreements = agreementOf(gold, found.map(({ externalIds }) => externalIds));
  for (const { issue, found: place, recall, precision } of agreements) {
    console.log(`${issue}: ${place === null ? 'not found' : `no. ${place + 1}`}, recall ${recall.toFixed(2)}, precision ${precision.toFixed(2)}`);
  }
  const named = new Set(agreements.map(({ found: place }) => place));
  console.log(`${found.filter((_, place) => !named.has(place)).length} hot issues are none of these`);
}
