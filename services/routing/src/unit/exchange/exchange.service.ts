import { Inject, Injectable } from '@nestjs/common';
import { audit, DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { removePerson, savePerson } from '../person/person-drafts.js';
import { assertNotLockedOut } from '../person/person-changes.service.js';
import { personObject, readPerson, type PersonView } from '../person/person-view.js';
import type { RegistryDiff, RegistryDraft } from '../registry/registry-draft.js';
import type { PersonBody, RegistryInput } from '../registry/registry-input.js';
import { assertSound } from '../registry/unit-changes.service.js';
import { endUnit, saveUnit } from '../registry/unit-drafts.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { UnitTree } from '../unit-tree.rules.js';
import { projectUnits } from '../registry/projection.js';
import { peopleOf, unitsOf, type NamedUnit } from './registry-sheets.js';

type PersonRow = PersonBody & { isRemoved?: boolean };

/** What is brought into the registry, and taken out of it, all at once. */
@Injectable()
export class Exchange {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  import(input: RegistryInput, by: Caller): Promise<RegistryDiff> {
    return this.registry.change({ by, did: 'registry.imported', about: 'registry', details: { replace: input.replace } }, drafted(input, by));
  }

  preview(input: RegistryInput, by: Caller): Promise<RegistryDiff> {
    return this.registry.preview({ by, did: 'registry.imported', about: 'registry' }, drafted(input, by));
  }

  /** The units that answer now, with every name that they have or had. */
  async units(by: Caller): Promise<NamedUnit[]> {
    const { units } = await this.registry.tree();
    const names = await this.dataSource.query<{ unit: string; kind: 'alias' | 'former'; name: string; from: string | null; to: string | null }[]>(
      `SELECT unit_code AS unit, kind, name, from_date::text AS "from", to_date::text AS "to" FROM unit_name ORDER BY unit_code, kind, name`,
    );
    const byUnit = Map.groupBy(names, ({ unit, kind }) => `${unit} ${kind}`);
    const namesOf = (key: string) => (byUnit.get(key) ?? []).map(({ name, from, to }) => ({ name, from, to }));
    await this.taken('units', units.length, by);
    return units.map(({ code, name, parent, level, kind, phones }) => ({ code, name, parent, level, kind, phones, aliases: namesOf(`${code} alias`), formerNames: namesOf(`${code} former`) }));
  }

  async people(by: Caller): Promise<PersonView[]> {
    const rows = await this.dataSource.query<{ person: PersonView }[]>(`SELECT ${personObject} AS person FROM person ORDER BY subject COLLATE "C"`);
    await this.taken('people', rows.length, by);
    return rows.map(({ person }) => person);
  }

  private async taken(about: string, count: number, by: Caller): Promise<void> {
    await this.dataSource.transaction((manager) => audit(manager, { by, at: this.clock.now(), did: 'registry.exported', about, details: { count } }));
  }
}

const drafted = (input: RegistryInput, by: Caller) => async (draft: RegistryDraft): Promise<void> => {
  const units = input.unitsCsv === undefined ? input.units : unitsOf(input.unitsCsv, '/unitsCsv');
  const people: readonly PersonRow[] | undefined = input.peopleCsv === undefined ? input.people : peopleOf(input.peopleCsv, '/peopleCsv');
  if (input.replace && units) {
    const named = new Set(units.map(({ code }) => code));
    for (const code of [...draft.units.keys()].filter((one) => !named.has(one))) await endUnit(draft, code);
  }
  for (const { aliases, formerNames, ...unit } of units ?? []) {
    await saveUnit(draft, { ...unit, principal: draft.units.get(unit.code)?.principal ?? null }, { aliases, formerNames });
  }
  assertSound(draft);
  if (people) await listPeople(draft, people, input.replace, by);
};

async function listPeople(draft: RegistryDraft, people: readonly PersonRow[], replace: boolean, by: Caller): Promise<void> {
  const tree = new UnitTree(draft.city, await projectUnits(draft.manager, draft.units.values(), draft.today));
  const known = (unit: string): string => {
    const found = tree.addressed(unit);
    if (!found) throw problem('routing.unit-not-in-registry', { parameters: { unit } });
    return found.code;
  };
  const self = await readPerson(draft.manager, by.subject);
  const asked = people.find(({ id }) => id === by.subject) ?? (replace ? { posts: [] } : undefined);
  if (asked) assertNotLockedOut(self, 'isRemoved' in asked && asked.isRemoved === true ? { state: 'suspended' } : asked, by);
  for (const { isRemoved, ...person } of people) {
    if (isRemoved === true) await removePerson(draft, person.id);
    else await savePerson(draft, { ...person, posts: person.posts.map((post) => (post.unit === undefined ? post : { ...post, unit: known(post.unit) })) });
  }
  if (!replace) return;
  const rest = await draft.manager.query<{ id: string; name: string }[]>(
    `SELECT subject AS id, name FROM person WHERE subject <> ALL ($1::text[]) AND EXISTS (SELECT FROM person_post WHERE person_post.subject = person.subject AND ended_at IS NULL) ORDER BY subject`,
    [people.map(({ id }) => id)],
  );
  for (const person of rest) await savePerson(draft, { ...person, posts: [] });
}
