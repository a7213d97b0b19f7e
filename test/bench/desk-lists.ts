import { copyRows } from './measure/copies.js';
import { readPages } from './measure/pages.js';
import type { Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

export interface ListsPlan {
  /** Among which everything is read. */
  messages: number;
  reads: number;
}

const part = 'lists';
const tabs = ['new', 'due-soon', 'overdue', 'returned', 'urged', 'in-sign-off'];

/** The lists and counts of offices and units in routing, which has taken messages itself already. */
export async function measureDeskLists(stand: Stand, { messages, reads }: ListsPlan): Promise<Row[]> {
  await fill(stand, messages);
  const { unit } = stand.city;
  const from = stand.endpoints.services.routing;
  const [office, clerk] = [await stand.city.token('information-office'), await stand.city.token('web-admin')];
  const lists = { 'all of them': '', 'the holding pen': '&state=holding-pen', 'assigned ones': '&state=assigned', 'a unit': `&unit=${unit}`, 'what a unit has to do': `&unit=${unit}&state=assigned`, 'what is overdue': '&overdue=true', 'one number': '&number=HN-777', 'what a unit has answered': `&unit=${unit}&state=answered` };
  const rows: Row[] = [];
  for (const [name, query] of Object.entries(lists)) rows.push(await readPages({ part, what: `list of ${name} among ${messages}`, url: `${from}/v1/messages?limit=50${query}`, token: office, reads }));
  for (const tab of tabs) rows.push(await readPages({ part, what: `a unit's tab ${tab} among ${messages}`, url: `${from}/v1/messages?limit=50&tab=${tab}`, token: clerk, reads }));
  for (const [name, token] of [['a unit', clerk], ['the information office', office]] as const) {
    rows.push(await readPages({ part, what: `what waits for ${name} among ${messages}`, url: `${from}/v1/me/queues`, token, reads, isFull: () => true }));
  }
  return rows;
}

/** A year of a city's messages, one in twenty still open; of these one in ten is overdue, waits to be signed or was returned, and of what is overdue one in ten is urged. */
async function fill(stand: Stand, count: number): Promise<void> {
  const day = `((now() AT TIME ZONE 'Asia/Shanghai')::date - (number % 365))`;
  await copyRows(stand, {
    table: 'routing.message',
    count,
    model: `state = 'assigned'`,
    beside: '(SELECT array_agg(code ORDER BY code) AS units FROM routing.unit WHERE NOT removed) AS listed',
    own: {
      message_id: 'uuidv7()',
      message_number: `'HN-' || number`,
      registered_on: day,
      reply_due_on: `${day} + 3`,
      final_due_on: `${day} + 14`,
      unit_code: 'CASE WHEN number % 100 = 0 THEN NULL ELSE units[1 + (number / 20) % cardinality(units)] END',
      state: `CASE WHEN number % 100 = 0 THEN 'holding-pen' WHEN number % 20 = 1 THEN 'assigned' ELSE 'answered' END`,
      ending: `CASE WHEN number % 100 = 0 OR number % 20 = 1 THEN 'open' ELSE 'publicly-answered' END`,
      overdue_since: 'CASE WHEN number % 20 = 1 AND hashint4(number) % 10 = 0 THEN now() END',
      deadline_closed_at: 'NULL',
      holding_pen_reason: `CASE WHEN number % 100 = 0 THEN 'no-remit' END`,
    },
  });
  const some = (which: number) => `FROM routing.message WHERE state = 'assigned' AND message_number LIKE 'HN-%' AND hashtext(message_number) % 10 = ${which}`;
  await stand.sql(
    `INSERT INTO routing.draft (draft_id, message_id, unit_code, unit_name, assigned_at, kind, state, version, started_at)
     SELECT uuidv7(), message_id, unit_code, unit_code, assigned_at, 'reply', 'in-sign-off', 1, now() ${some(0)}`,
  );
  await stand.sql(
    `WITH returned AS (INSERT INTO routing.reply (reply_id, message_id, unit_code, text, interim, state, source, submitted_at, submitted_by)
       SELECT uuidv7(), message_id, unit_code, '已收到。', false, 'returned', 'desk', now(), 'bench' ${some(1)} RETURNING reply_id, message_id)
     INSERT INTO routing.review (reply_id, message_id, outcome, reasons, decided_at, sequence) SELECT reply_id, message_id, 'returned', '{receipt-only}', now(), 1 FROM returned`,
  );
  await stand.sql(`INSERT INTO routing.urging_order (urging_order_id, message_id, served_at) SELECT uuidv7(), message_id, now() ${some(2)} AND overdue_since IS NOT NULL`);
  await stand.sql('VACUUM ANALYZE routing.message, routing.draft, routing.reply, routing.review, routing.urging_order');
}
