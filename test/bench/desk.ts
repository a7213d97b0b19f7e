import { fromFullStream, registration } from './measure/full-stream.js';
import { letters } from './measure/letters.js';
import { percentile } from './measure/load.js';
import { progress } from './measure/progress.js';
import { perOperation, type Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

export interface DeskPlan {
  /** Registrations in a full stream. */
  taken: number;
  /** Messages among which the lists are read. */
  messages: number;
  reads: number;
}

const part = 'desk';
const service = 'routing';
/** So many in one statement. */
const chunk = 100_000;

/** Routing alone: units for what waits in a full stream, then the lists of offices and units among very many messages. */
export async function measureDesk(stand: Stand, plan: DeskPlan): Promise<Row[]> {
  return [await assign(stand, plan), ...(await read(stand, plan))];
}

async function assign(stand: Stand, { taken: count }: DeskPlan): Promise<Row> {
  const source = letters(11);
  // Each names a duty; some name another as well, and wait in the holding pen.
  const letter = () => {
    const { title, text } = source.next().value;
    return { title: `路灯不亮${title}`.slice(0, 200), text };
  };
  const known = async (where: string) => Number((await stand.sql<{ count: string }>(`SELECT count(*) FROM routing.message WHERE ${where}`))[0]?.count);
  const { perSecond, cpu } = await fromFullStream(stand, { service, count, registration: (index) => registration(index, letter()), done: async () => (await known('true')) >= count });
  const assigned = await known(`state = 'assigned'`);
  progress(`${count} messages taken, ${assigned} of them assigned, ${Math.round(perSecond)}/s`);
  return { part, what: 'messages assigned from a full stream', value: (perSecond * assigned) / count, unit: '/s', goal: { atLeast: 3_000 }, cpu: perOperation(cpu, assigned) };
}

async function read(stand: Stand, { messages, reads }: DeskPlan): Promise<Row[]> {
  await fill(stand, messages);
  const office = await stand.city.token('information-office');
  const from = `${stand.endpoints.services[service]}/v1/messages`;
  const [unit] = await stand.sql<{ code: string }>('SELECT code FROM routing.unit WHERE NOT removed ORDER BY code LIMIT 1');
  const lists = { 'all of them': '', 'the holding pen': '&state=holding-pen', 'assigned ones': '&state=assigned', 'a unit': `&unit=${unit?.code}`, 'what a unit has to do': `&unit=${unit?.code}&state=assigned`, 'what is overdue': '&overdue=true', 'one number': '&number=HN-777', 'what a unit has answered': `&unit=${unit?.code}&state=answered` };
  const rows: Row[] = [];
  for (const [name, query] of Object.entries(lists)) {
    const latencies: number[] = [];
    let after = '';
    for (let number = 0; number < reads; number += 1) {
      const begun = performance.now();
      const response = await fetch(`${from}?limit=50${query}${after}`, { headers: { authorization: `Bearer ${office}` } });
      const { items, next } = (await response.json()) as { items: unknown[]; next: string | null };
      if (response.status !== 200 || items.length === 0) throw new Error(`the list of ${name} was answered ${response.status}`);
      // The first ones find nothing in any cache.
      if (number >= 5) latencies.push(performance.now() - begun);
      after = next ? `&after=${encodeURIComponent(next)}` : '';
    }
    rows.push({ part, what: `list of ${name} among ${messages}, page after page, p95`, value: percentile(latencies, 0.95), unit: 'ms', goal: { atMost: 50 } });
  }
  return rows;
}

/** Copies of one that the service has taken itself: a year of a city's messages, one in twenty still open. */
async function fill(stand: Stand, count: number): Promise<void> {
  const columns = (await stand.sql<{ name: string }>(`SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'message' AND is_generated = 'NEVER'`, [service])).map(({ name }) => name);
  const day = `((now() AT TIME ZONE 'Asia/Shanghai')::date - (number % 365))`;
  const unit = `(SELECT array_agg(code ORDER BY code) FROM routing.unit WHERE NOT removed)`;
  const own: Record<string, string> = {
    message_id: 'uuidv7()',
    message_number: `'HN-' || number`,
    registered_on: day,
    reply_due_on: `${day} + 3`,
    final_due_on: `${day} + 14`,
    unit_code: `CASE WHEN number % 100 = 0 THEN NULL ELSE units[1 + number % cardinality(units)] END`,
    state: `CASE WHEN number % 100 = 0 THEN 'holding-pen' WHEN number % 20 = 1 THEN 'assigned' ELSE 'answered' END`,
    ending: `CASE WHEN number % 100 = 0 OR number % 20 = 1 THEN 'open' ELSE 'publicly-answered' END`,
    overdue_since: `CASE WHEN number % 500 = 21 THEN now() END`,
    deadline_closed_at: 'NULL',
    holding_pen_reason: `CASE WHEN number % 100 = 0 THEN 'no-remit' END`,
  };
  for (let from = 0; from < count; from += chunk) {
    await stand.sql(
      `INSERT INTO routing.message (${columns.join(', ')})
       SELECT ${columns.map((name) => own[name] ?? `model.${name}`).join(', ')}
       FROM generate_series(${from + 1}, ${Math.min(count, from + chunk)}) AS number, (SELECT * FROM routing.message WHERE state = 'assigned' LIMIT 1) AS model, (SELECT ${unit} AS units) AS listed`,
    );
    progress(`${Math.min(count, from + chunk)} of ${count} messages are there`);
  }
  await stand.sql('VACUUM ANALYZE routing.message');
}
