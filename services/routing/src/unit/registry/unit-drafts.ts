import { insertRows } from '@wenzheng/platform';
import { endDutiesOf } from '../duty/duty-drafts.js';
import { endPostsIn } from '../person/person-drafts.js';
import { nameKey } from '../unit-name.rules.js';
import { UnitNameEntity, type UnitNameKind } from '../unit.entity.js';
import type { UnitsFile } from '../units-file.rules.js';
import type { BaseUnit } from './projection.js';
import type { RegistryDraft } from './registry-draft.js';

export interface UnitNameInput {
  name: string;
  from?: string | undefined;
  to?: string | undefined;
}

export interface UnitNames {
  aliases?: readonly UnitNameInput[] | undefined;
  formerNames?: readonly UnitNameInput[] | undefined;
}

/** A unit as it shall be. The name that it had until today stays as a former name 曾用名; names that are given take the place of those before. */
export async function saveUnit(draft: RegistryDraft, unit: BaseUnit, { aliases, formerNames }: UnitNames = {}): Promise<void> {
  const before = draft.units.get(unit.code);
  draft.units.set(unit.code, unit);
  if (aliases) await replaceNames(draft, unit.code, 'alias', aliases);
  if (formerNames) await replaceNames(draft, unit.code, 'former', formerNames);
  if (before && nameKey(before.name) !== nameKey(unit.name)) await addNames(draft, unit.code, 'former', [{ name: before.name, to: draft.today }]);
}

/** A name that is a unit's own is no other name of it. */
export async function dropOwnNames({ manager, units }: RegistryDraft): Promise<void> {
  const all = [...units.values()];
  await manager.query('DELETE FROM unit_name USING unnest($1::text[], $2::text[]) AS own (code, name) WHERE unit_code = own.code AND unit_name.name = own.name', [all.map(({ code }) => code), all.map(({ name }) => name)]);
}

/** What a unit was called leads to its successor, where it has one. */
export async function endUnit(draft: RegistryDraft, code: string, successor?: string): Promise<void> {
  const unit = draft.units.get(code);
  if (!unit) return;
  draft.units.delete(code);
  await endPostsIn(draft, code);
  await endDutiesOf(draft, code);
  if (successor === undefined) return;
  const names = await draft.manager.query<{ name: string }[]>('SELECT name FROM unit_name WHERE unit_code = $1', [code]);
  await addNames(draft, successor, 'former', [unit, ...names].map(({ name }) => ({ name, to: draft.today })));
}

/** The units of a file become those of the registry, with the names that it says. */
export async function listUnits(draft: RegistryDraft, { city, units }: UnitsFile): Promise<void> {
  draft.city = city;
  const listed = new Set(units.map(({ code }) => code));
  for (const code of [...draft.units.keys()].filter((one) => !listed.has(one))) await endUnit(draft, code);
  for (const { code, name, parent, level, kind, phones, principal, aliases, formerNames } of units) {
    const named = principal && principal.id === undefined ? { name: principal.name, post: principal.post } : null;
    await saveUnit(draft, { code, name, parent, level, kind, phones, principal: named }, { aliases, formerNames });
  }
}

async function replaceNames(draft: RegistryDraft, unit: string, kind: UnitNameKind, names: readonly UnitNameInput[]): Promise<void> {
  await draft.manager.query('DELETE FROM unit_name WHERE unit_code = $1 AND kind = $2', [unit, kind]);
  await addNames(draft, unit, kind, names);
}

async function addNames({ manager }: RegistryDraft, unitCode: string, kind: UnitNameKind, names: readonly UnitNameInput[]): Promise<void> {
  const rows = new Map(names.map(({ name, from = null, to = null }) => [name, { unitCode, name, kind, fromDate: from, toDate: to }]));
  await insertRows(manager, UnitNameEntity, [...rows.values()], { onConflict: { update: 'all' } });
}
