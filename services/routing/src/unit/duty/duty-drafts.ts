import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { RegistryDraft } from '../registry/registry-draft.js';
import type { UnitsFile } from '../units-file.rules.js';
import { DutyItemEntity, type DutySource } from './duty.entity.js';
import { dutiesOfFile, type DutyInput, type ListedDuty } from './duty.rules.js';

type Manager = Pick<EntityManager, 'query'>;

export const dutyColumns = `item, version, unit_code AS unit, name, duty, citation, words, areas, from_date::text AS "from", to_date::text AS "to", source,
  to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "madeAt", to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "endedAt"`;

/** The newest version of an item, whether it is in force or not. */
export async function newestDuty(manager: Manager, item: string): Promise<ListedDuty | null> {
  const [row] = await manager.query<ListedDuty[]>(`SELECT ${dutyColumns} FROM duty_item WHERE item = $1 ORDER BY version DESC LIMIT 1`, [item]);
  return row ?? null;
}

export interface DutyChange {
  input: DutyInput;
  /** Of what this is the next version; null makes a new item. */
  before: ListedDuty | null;
}

/** New items, numbered on from those that their units ever had, and new versions of items. */
export async function saveDuties(draft: RegistryDraft, changes: readonly DutyChange[], source: DutySource): Promise<ListedDuty[]> {
  const numbers = await lastNumbers(draft.manager, changes.map(({ input }) => input.unit));
  const saved = changes.map(({ input, before }): ListedDuty => {
    const number = (numbers.get(input.unit) ?? 0) + 1;
    if (!before) numbers.set(input.unit, number);
    return { ...input, item: before?.item ?? `${input.unit}-${number}`, version: (before?.version ?? 0) + 1, source, madeAt: draft.now.toISOString(), endedAt: null };
  });
  const rows = saved.map(({ unit, from, to, endedAt: _, ...row }) => ({ ...row, unitCode: unit, fromDate: from, toDate: to, madeBy: draft.by }));
  await insertRows(draft.manager, DutyItemEntity, rows);
  draft.duties.push(...saved.map((after, index) => ({ about: after.item, before: changes[index]?.before ?? null, after })));
  return saved;
}

export async function endDuties({ manager, now, duties }: RegistryDraft, ending: readonly ListedDuty[]): Promise<void> {
  await manager.query('UPDATE duty_item SET ended_at = $2 WHERE item = ANY ($1::text[]) AND ended_at IS NULL', [ending.map(({ item }) => item), now]);
  duties.push(...ending.map((before) => ({ about: before.item, before, after: { ...before, endedAt: now.toISOString() } })));
}

/** All that a unit has that is gone. */
export async function endDutiesOf(draft: RegistryDraft, unit: string): Promise<void> {
  await endDuties(draft, await openDuties(draft.manager, 'unit = $1', unit));
}

/** The remits of a file become items of the catalogue. What officers and rulings have put there stays, where its unit does. */
export async function listDuties(draft: RegistryDraft, { units }: UnitsFile): Promise<void> {
  const given = units.flatMap(({ code, remits }) =>
    remits.map(({ name = null, duty = null, citation = null, words, areas }) => ({ unit: code, name, duty, citation, words, areas, from: null, to: null })));
  const { changes, ended } = dutiesOfFile(await openDuties(draft.manager, `source = 'file'`), given);
  await saveDuties(draft, changes, 'file');
  await endDuties(draft, ended);
  await endDuties(draft, await openDuties(draft.manager, 'NOT unit = ANY ($1::text[])', units.map(({ code }) => code)));
}

/** Of each item that has not ended the newest version. */
export const openDuties = (manager: Manager, condition: string, ...parameters: unknown[]): Promise<ListedDuty[]> =>
  manager.query<ListedDuty[]>(
    `SELECT * FROM (SELECT DISTINCT ON (item) ${dutyColumns} FROM duty_item WHERE ended_at IS NULL ORDER BY item, version DESC) AS newest WHERE ${condition} ORDER BY length(item), item`,
    parameters,
  );

/** Of the items that each unit was the first to have. */
async function lastNumbers(manager: Manager, units: readonly string[]): Promise<Map<string, number>> {
  const rows = await manager.query<{ unit: string; last: number }[]>(
    `SELECT unit_code AS unit, max(substring(item FROM length(unit_code) + 2)::int) AS last FROM duty_item WHERE version = 1 AND unit_code = ANY ($1::text[]) GROUP BY unit_code`,
    [units],
  );
  return new Map(rows.map(({ unit, last }) => [unit, last]));
}
