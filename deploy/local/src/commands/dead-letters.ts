import { services, type ServiceName } from '@wenzheng/contracts';
import { ApiClient } from './api-client.js';
import { DataFolder } from '../platform/data-folder.js';
import { readEndpoints } from '../platform/endpoints.js';
import { argumentsOf, UsageError } from './arguments.js';

const usage = [
  'npm run dead-letters -- list SERVICE [--state waiting|replayed|ignored]',
  'npm run dead-letters -- replay SERVICE [ID] (all that wait, without ID)',
  'npm run dead-letters -- ignore SERVICE ID [--reason "why it may be left aside"]',
].join('\n');

interface DeadLetter {
  id: string;
  state: string;
  reason: string;
}
interface Page {
  items: DeadLetter[];
  next: string | null;
}

/** `npm run dead-letters`: events that a service had to refuse 死信, listed, handled again or left aside. */
export async function deadLetters(args: readonly string[]): Promise<number> {
  const { positional, values } = argumentsOf(args, { values: ['state', 'reason'] });
  const [action, name, id] = positional;
  const service = serviceNamed(name, usage);
  const endpoints = await readEndpoints(new DataFolder().endpoints);
  const client = new ApiClient(endpoints, { log: (line) => console.error(line) });
  const address = `${endpoints.operations[service]}/v1/dead-letters`;

  if (action === 'list' && id === undefined) {
    const state = values.get('state') ?? 'waiting';
    let count = 0;
    for await (const letter of lettersIn(client, address, state)) {
      console.log(JSON.stringify(letter));
      count += 1;
    }
    console.error(`${service}: ${count} dead letters are ${state}`);
    return 0;
  }
  if (action === 'replay') return replay(client, address, id === undefined ? await waiting(client, address) : [id]);
  if (action === 'ignore' && id !== undefined) {
    const reason = values.get('reason') ?? 'left aside from the command line';
    await client.post(`${address}/${encodeURIComponent(id)}/dismissals`, { reason });
    console.log(`${id}: ignored`);
    return 0;
  }
  throw new UsageError(usage);
}

/** Page by page, oldest first. */
async function* lettersIn(client: ApiClient, address: string, state: string): AsyncGenerator<DeadLetter> {
  for (let after: string | null = '0'; after !== null; ) {
    const page: Page = await client.get<Page>(`${address}?${new URLSearchParams({ state, limit: '200', after })}`);
    yield* page.items;
    after = page.next;
  }
}

/** Known before the first is handled again: one that fails again goes on waiting. */
async function waiting(client: ApiClient, address: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of lettersIn(client, address, 'waiting')) ids.push(id);
  return ids;
}

async function replay(client: ApiClient, address: string, ids: readonly string[]): Promise<number> {
  let left = 0;
  for (const id of ids) {
    const letter = await client.post<DeadLetter>(`${address}/${encodeURIComponent(id)}/replays`);
    if (letter.state === 'waiting') left += 1;
    console.log(`${id}: ${letter.state === 'waiting' ? `still waiting, ${letter.reason}` : letter.state}`);
  }
  console.log(`${ids.length - left} replayed, ${left} still waiting`);
  return left > 0 ? 1 : 0;
}

/** `npm run republish`: publishes what the outbox still keeps once more, after a stream was lost. */
export async function republish(args: readonly string[]): Promise<number> {
  const help = 'npm run republish -- SERVICE [--from INSTANT] [--to INSTANT] [--subjects a,b]';
  const { positional, values } = argumentsOf(args, { values: ['from', 'to', 'subjects'] });
  const service = serviceNamed(positional[0], help);
  const endpoints = await readEndpoints(new DataFolder().endpoints);
  const client = new ApiClient(endpoints, { log: (line) => console.error(line) });
  const subjects = values.get('subjects')?.split(',');
  const { count } = await client.post<{ count: number }>(`${endpoints.operations[service]}/v1/outbox/republications`, {
    ...(values.has('from') ? { from: values.get('from') } : {}),
    ...(values.has('to') ? { to: values.get('to') } : {}),
    ...(subjects ? { subjects } : {}),
  });
  console.log(`${service}: ${count} events will be published again`);
  return 0;
}

function serviceNamed(name: string | undefined, usageText: string): ServiceName {
  const service = services.find((known) => known === name);
  if (!service) throw new UsageError(`SERVICE is one of ${services.join(', ')}\n${usageText}`);
  return service;
}
