import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { answered, ended, isSelected, nameOf, open, type Selection } from './counting.js';
import type { CountName } from './definitions.js';

/** Messages that are counted alike. */
export interface CountedGroup {
  unitCode: string | null;
  counts: CountName[];
  messageIds: string[];
}

const isAnswered = `ending IN ('publicly-answered', 'privately-answered')`;
const namesWhere = (conditions: Readonly<Record<string, string>>): string =>
  `array_remove(ARRAY[${Object.entries(conditions).map(([name, condition]) => `CASE WHEN ${condition} THEN '${name}' END`).join(', ')}], NULL)`;

const ofEnded = {
  registered: 'true',
  ...Object.fromEntries(Object.entries(nameOf).map(([ending, name]) => [name, `ending = '${ending}'`])),
  valid: `ending <> 'ruled-invalid'`,
  answerable: isAnswered,
  answered: isAnswered,
  ...ended,
  ...Object.fromEntries(Object.entries(answered).map(([name, condition]) => [name, `${isAnswered} AND ${condition}`])),
};
const ofOpen = { registered: 'true', valid: 'true', answerable: 'true', ...open };

const grouped = (source: string, counts: string) => `
  SELECT unit_code AS "unitCode", counts, array_agg(message_id::text ORDER BY message_id) AS "messageIds"
  FROM (SELECT message_id, unit_code, ${counts} AS counts FROM ${source}) AS counted GROUP BY unit_code, counts ORDER BY unit_code, counts`;

const endedSql = grouped(`ended_message WHERE ${isSelected}`, namesWhere(ofEnded));
const openSql = grouped(
  `(SELECT deadline.*, fired_step.message_id AS urged_message FROM deadline LEFT JOIN fired_step ON fired_step.message_id = deadline.message_id AND fired_step.step = 'urging') AS deadline
   WHERE ending = 'open' AND ${isSelected}`,
  namesWhere({ ...ofOpen, urged: 'urged_message IS NOT NULL' }),
);

/** The messages of each figure that `count` counts: in the same transaction, so that they are as many. */
export async function listCounted(manager: EntityManager, { from, to, unit, channel, kind }: Selection, cutOff: Date): Promise<CountedGroup[]> {
  const selected = [from, to, unit, channel, kind];
  return [
    ...(await manager.query<CountedGroup[]>(endedSql, selected)),
    ...(await manager.query<CountedGroup[]>(openSql, [...selected, cutOff, businessDateOf(cutOff)])),
  ];
}
