import { insertRows, type EntityManager } from '@wenzheng/platform';
import { isHeld } from '../person/held.js';
import type { UnitPost } from '../person/person.rules.js';
import { UnitEntity, UnitRemitEntity, type UnitNameKind } from '../unit.entity.js';
import type { PersonRef, Remit, StoredUnit, Unit, UnitChange } from '../unit-tree.rules.js';

/** What is said of a unit itself. The rest of it follows from its people, names and duties. */
export type BaseUnit = Pick<Unit, 'code' | 'name' | 'parent' | 'level' | 'kind' | 'phones'> & {
  /** The name of a principal who does not sign in. */
  principal: { name: string; post: string } | null;
};

type Manager = Pick<EntityManager, 'query'>;
type StoredRow = Omit<Unit, 'remits'> & { remits: (Remit & { name: string | null })[] } & Omit<StoredUnit, 'unit'>;

/** The units as their rows have them, those that are gone among them. */
export async function storedUnits(manager: Manager): Promise<StoredUnit[]> {
  const rows = await manager.query<StoredRow[]>(
    `SELECT code, name, parent, level, kind, phones, web_admins AS "webAdmins", backups, reviewers, principal, aliases, former_names AS "formerNames",
       version, removed, tells_web_admins AS "tellsWebAdmins",
       coalesce((SELECT jsonb_agg(jsonb_build_object('item', coalesce(item, code || '-' || (position + 1)), 'version', coalesce(unit_remit.version, 1),
                   'name', unit_remit.name, 'words', words, 'areas', areas) ORDER BY position)
                 FROM unit_remit WHERE unit_code = code), '[]') AS remits
     FROM unit ORDER BY code`,
  );
  return rows.map(({ version, removed, tellsWebAdmins, remits, ...unit }) => ({ unit: { ...unit, remits: remits.map(withoutNull) }, version, removed, tellsWebAdmins }));
}

/** These units with the people, names and duties that are theirs on a day. */
export async function projectUnits(manager: Manager, bases: Iterable<BaseUnit>, day: string): Promise<Unit[]> {
  const posts = await manager.query<{ unit: string; post: UnitPost; people: (PersonRef & { title: string | null })[] }[]>(
    `SELECT unit_code AS unit, post, jsonb_agg(jsonb_build_object('id', subject, 'name', name, 'title', title) ORDER BY subject COLLATE "C") AS people
     FROM person_post JOIN person USING (subject) WHERE unit_code <> '' AND state = 'active' AND ${isHeld('person_post', '$1')} GROUP BY unit_code, post`,
    [day],
  );
  const names = await manager.query<{ unit: string; kind: UnitNameKind; names: string[] }[]>(
    `SELECT unit_code AS unit, kind, array_agg(name ORDER BY name COLLATE "C") AS names FROM unit_name
     WHERE kind = 'former' OR (coalesce(from_date <= $1::date, true) AND coalesce(to_date >= $1::date, true)) GROUP BY unit_code, kind`,
    [day],
  );
  const duties = await manager.query<{ unit: string; remits: (Remit & { name: string | null })[] }[]>(
    `SELECT unit_code AS unit, jsonb_agg(jsonb_build_object('item', item, 'version', version, 'name', name, 'words', words, 'areas', areas) ORDER BY length(item), item COLLATE "C") AS remits
     FROM (${dutiesInForce('$1')}) AS duty GROUP BY unit_code`,
    [day],
  );
  const peopleOf = keyed(posts, ({ unit, post }) => `${unit} ${post}`);
  const namesOf = keyed(names, ({ unit, kind }) => `${unit} ${kind}`);
  const remitsOf = keyed(duties, ({ unit }) => unit);
  return [...bases].map(({ principal, ...base }) => {
    const holders = (post: UnitPost) => peopleOf.get(`${base.code} ${post}`)?.people ?? [];
    const holding = (post: UnitPost) => holders(post).map(({ id, name }) => ({ id, name }));
    const [head] = holders('principal');
    return {
      ...base,
      webAdmins: holding('web-admin'),
      backups: holding('backup'),
      reviewers: holding('reviewer'),
      principal: head ? { id: head.id, name: head.name, post: head.title ?? '主要负责人' } : principal,
      aliases: namesOf.get(`${base.code} alias`)?.names ?? [],
      formerNames: namesOf.get(`${base.code} former`)?.names ?? [],
      remits: remitsOf.get(base.code)?.remits.map(withoutNull) ?? [],
    };
  });
}

/** SQL: of each item the version that is in force on the day. */
export const dutiesInForce = (day: string): string =>
  `SELECT * FROM (SELECT DISTINCT ON (item) * FROM duty_item WHERE ended_at IS NULL AND coalesce(from_date <= ${day}::date, true) ORDER BY item, version DESC) AS newest
   WHERE coalesce(to_date >= ${day}::date, true)`;

/** What `projectUnits` needs of a unit that stands in its row. */
export const baseOf = ({ code, name, parent, level, kind, phones, principal }: Unit): BaseUnit =>
  ({ code, name, parent, level, kind, phones, principal: principal && principal.id === undefined ? { name: principal.name, post: principal.post } : null });

export async function writeChanges(manager: EntityManager, changes: readonly UnitChange[]): Promise<void> {
  const units = changes.map(({ unit: { remits: _remits, ...unit }, version, removed }) => ({ ...unit, backup: unit.backups[0] ?? null, version, removed, tellsWebAdmins: true }));
  await insertRows(manager, UnitEntity, units, { onConflict: { update: 'all' } });
  await manager.query('DELETE FROM unit_remit WHERE unit_code = ANY ($1::text[])', [changes.map(({ unit }) => unit.code)]);
  const remits = changes.flatMap(({ unit }) => unit.remits.map(({ name = null, ...remit }, position) => ({ unitCode: unit.code, position, name, ...remit })));
  await insertRows(manager, UnitRemitEntity, remits);
}

const withoutNull = ({ name, ...remit }: Remit & { name: string | null }): Remit => ({ ...remit, ...(name === null ? {} : { name }) });

const keyed = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Row> => new Map(rows.map((row) => [keyOf(row), row]));
