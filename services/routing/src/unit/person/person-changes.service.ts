import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, insertRows, type Caller, type DataSource } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import type { RegistryDraft } from '../registry/registry-draft.js';
import type { DeputyInput, PersonBody, PersonPatch } from '../registry/registry-input.js';
import { UnitChanges } from '../registry/unit-changes.service.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { removePerson, savePerson } from './person-drafts.js';
import { readPerson, type PersonView } from './person-view.js';
import { DeputyEntity } from './person.entity.js';

/** 工作人员 listed, changed, suspended and removed while the service runs. */
@Injectable()
export class PersonChanges {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(UnitChanges) private readonly units: UnitChanges,
  ) {}

  /** One that was removed comes back. The same person again is a repeat. */
  async create(input: PersonBody, by: Caller): Promise<{ person: PersonView; repeated: boolean }> {
    const posts = await this.inUnits(input.posts);
    let repeated = false;
    await this.registry.change({ by, did: 'person.created', about: input.id }, async (draft) => {
      const there = await readPerson(draft.manager, input.id);
      repeated = there !== null && holds(there, input, posts);
      if (there && there.state !== 'removed' && !repeated) throw problem('routing.person-exists', { parameters: { person: input.id }, errors: [{ pointer: '/id', code: 'invalid_value' }] });
      if (!repeated) await savePerson(draft, { ...input, state: input.state ?? 'active', posts });
    });
    return { person: await this.read(input.id), repeated };
  }

  async change(id: string, patch: PersonPatch, by: Caller): Promise<PersonView> {
    const posts = patch.posts && (await this.inUnits(patch.posts));
    await this.registry.change({ by, did: 'person.changed', about: id }, async (draft) => {
      const there = await listed(draft, id);
      assertNotLockedOut(there, { state: patch.state, posts }, by);
      await savePerson(draft, { id, name: patch.name ?? there.name, state: patch.state, posts });
    });
    return this.read(id);
  }

  /** 移除 */
  async remove(id: string, reason: string, by: Caller): Promise<PersonView> {
    await this.registry.change({ by, did: 'person.removed', about: id, details: { reason } }, async (draft) => {
      await listed(draft, id);
      if (id === by.subject) throw problem('routing.not-oneself');
      await removePerson(draft, id);
    });
    return this.read(id);
  }

  /** 代签: named for days of absence. The same again is a repeat. */
  async depute(absent: string, input: DeputyInput, by: Caller): Promise<{ person: PersonView; deputyId: string; repeated: boolean }> {
    const unit = await this.units.known(input.unit, '/unit');
    let [deputyId, repeated] = [randomUUID() as string, false];
    await this.registry.change({ by, did: 'deputy.named', about: absent }, async (draft) => {
      const before = await listed(draft, absent);
      if (!before.posts.some((one) => one.unit === unit && one.post === input.post && one.endedAt === null)) throw problem('routing.post-not-held', { errors: [{ pointer: '/post', code: 'invalid_value' }] });
      const deputy = await readPerson(draft.manager, input.deputy);
      if (!deputy || deputy.state !== 'active' || input.deputy === absent) throw problem('routing.deputy-unfit', { errors: [{ pointer: '/deputy', code: 'invalid_value' }] });
      const there = before.deputies.find((one) => one.endedAt === null && one.unit === unit && one.post === input.post && one.deputy === input.deputy && one.from === input.from && one.to === input.to);
      if (there) {
        [deputyId, repeated] = [there.deputyId, true];
        return;
      }
      const row = { deputyId, unitCode: unit, post: input.post, absent, deputy: input.deputy, fromDate: input.from, toDate: input.to };
      await insertRows(draft.manager, DeputyEntity, [row]);
      draft.people.push({ about: absent, before, after: await readPerson(draft.manager, absent) });
    });
    return { person: await this.read(absent), deputyId, repeated };
  }

  async endDeputy(deputyId: string, by: Caller): Promise<PersonView> {
    let absent = '';
    await this.registry.change({ by, did: 'deputy.ended', about: deputyId }, async ({ manager, now, people }) => {
      const [row] = await manager.query<{ absent: string }[]>('SELECT absent FROM deputy WHERE deputy_id = $1', [deputyId]);
      if (!row) throw problem('routing.unknown-deputy');
      ({ absent } = row);
      const before = await readPerson(manager, absent);
      const [, ended] = await manager.query<[unknown, number]>('UPDATE deputy SET ended_at = $2 WHERE deputy_id = $1 AND ended_at IS NULL', [deputyId, now]);
      if (ended > 0) people.push({ about: absent, before, after: await readPerson(manager, absent) });
    });
    return this.read(absent);
  }

  /** Their units by code, whatever name was given. */
  async inUnits(posts: PersonBody['posts']): Promise<PersonBody['posts']> {
    const known = async (post: PersonBody['posts'][number], index: number) =>
      post.unit === undefined ? post : { ...post, unit: await this.units.known(post.unit, `/posts/${index}/unit`) };
    return Promise.all(posts.map(known));
  }

  /** @throws Problem `routing.unknown-person` */
  async read(id: string): Promise<PersonView> {
    const person = await readPerson(this.dataSource.manager, id);
    if (!person) throw problem('routing.unknown-person', { parameters: { person: id } });
    return person;
  }
}

/** Whoever administers people does not take that from himself: an office that lists somebody lists all who are of it. */
export function assertNotLockedOut(there: PersonView | null, { state, posts }: Pick<PersonPatch, 'state' | 'posts'>, by: Pick<Caller, 'subject'>): void {
  if (there?.id !== by.subject) return;
  const administers = there.posts.some(({ post, endedAt }) => post === 'security-administrator' && endedAt === null);
  if (state === 'suspended' || (administers && posts && !posts.some(({ post }) => post === 'security-administrator'))) throw problem('routing.not-oneself');
}

async function listed({ manager }: RegistryDraft, id: string): Promise<PersonView> {
  const person = await readPerson(manager, id);
  if (!person) throw problem('routing.unknown-person', { parameters: { person: id } });
  return person;
}

function holds(there: PersonView, input: PersonBody, posts: PersonBody['posts']): boolean {
  const held = there.posts.filter(({ endedAt }) => endedAt === null).map(({ post, unit, title, from, to }) => JSON.stringify([post, unit, title, from, to]));
  const asked = posts.map(({ post, unit = null, title = null, from = null, to = null }) => JSON.stringify([post, unit, title, from, to]));
  return there.name === input.name && there.state === (input.state ?? 'active') && JSON.stringify(held.sort()) === JSON.stringify(asked.sort());
}
