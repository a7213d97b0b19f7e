import { insertRows } from '@wenzheng/platform';
import type { RegistryDraft } from '../registry/registry-draft.js';
import type { UnitsFile } from '../units-file.rules.js';
import { PersonEntity, PersonPostEntity } from './person.entity.js';
import type { PersonState, Post } from './person.rules.js';
import { readPerson } from './person-view.js';

export interface PersonInput {
  id: string;
  name: string;
  state?: PersonState | undefined;
  /** All that the person shall hold: others end now. */
  posts?: readonly { post: Post; unit?: string | undefined; title?: string | undefined; from?: string | undefined; to?: string | undefined }[] | undefined;
}

type PostRow = Pick<PersonPostEntity, 'subject' | 'unitCode' | 'post' | 'title' | 'fromDate' | 'toDate'>;

export async function savePerson(draft: RegistryDraft, { id, name, state, posts }: PersonInput): Promise<void> {
  const { manager } = draft;
  const before = await readPerson(manager, id);
  await insertRows(manager, PersonEntity, [{ subject: id, name, state: state ?? before?.state ?? 'active' }], { onConflict: { update: 'all' } });
  if (posts) {
    const rows = posts.map(({ post, unit = '', title = null, from = null, to = null }) => ({ subject: id, unitCode: unit, post, title, fromDate: from, toDate: to }));
    await insertRows(manager, PersonPostEntity, rows.map((row) => ({ ...row, endedAt: null })), { onConflict: { update: 'all' } });
    await endOthers(draft, rows, 'subject = $5', id);
  }
  draft.people.push({ about: id, before, after: await readPerson(manager, id) });
}

/** 移除: nobody who was removed does anything, nor is anything done in that person's place. */
export async function removePerson(draft: RegistryDraft, subject: string): Promise<void> {
  const { manager, now } = draft;
  const before = await readPerson(manager, subject);
  await manager.query(`UPDATE person SET state = 'removed' WHERE subject = $1`, [subject]);
  await manager.query('UPDATE person_post SET ended_at = $2 WHERE subject = $1 AND ended_at IS NULL', [subject, now]);
  await manager.query('UPDATE deputy SET ended_at = $2 WHERE $1 IN (absent, deputy) AND ended_at IS NULL', [subject, now]);
  draft.people.push({ about: subject, before, after: await readPerson(manager, subject) });
}

/** What anybody held in a unit that is gone. */
export async function endPostsIn({ manager, now }: RegistryDraft, unit: string): Promise<void> {
  await manager.query('UPDATE person_post SET ended_at = $2 WHERE unit_code = $1 AND ended_at IS NULL', [unit, now]);
  await manager.query('UPDATE deputy SET ended_at = $2 WHERE unit_code = $1 AND ended_at IS NULL', [unit, now]);
}

/**
 * The people of a file become those of the registry: a post that it does not name ends now, of the city's offices only where the file has `people`.
 * Nobody who was suspended or removed comes back by a file.
 */
export async function listPeople(draft: RegistryDraft, file: UnitsFile): Promise<void> {
  const { persons, posts } = peopleOf(file);
  await insertRows(draft.manager, PersonEntity, persons, { onConflict: { update: 'all' } });
  await insertRows(draft.manager, PersonPostEntity, posts.map((post) => ({ ...post, endedAt: null })), { onConflict: { update: 'all' } });
  await endOthers(draft, posts, `(unit_code <> '' OR $5)`, file.people !== undefined);
}

async function endOthers({ manager, now }: RegistryDraft, posts: readonly PostRow[], condition: string, parameter: unknown): Promise<void> {
  await manager.query(
    `UPDATE person_post SET ended_at = $4 WHERE ended_at IS NULL AND ${condition}
       AND (subject, unit_code, post) NOT IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))`,
    [posts.map(({ subject }) => subject), posts.map(({ unitCode }) => unitCode), posts.map(({ post }) => post), now, parameter],
  );
}

/** Every post that the file names, of units and of offices; a person's name is the one that stands first. */
function peopleOf({ units, people = [] }: UnitsFile): { persons: { subject: string; name: string }[]; posts: PostRow[] } {
  const names = new Map<string, string>();
  const posts = new Map<string, PostRow>();
  const list = (person: { id?: string | undefined; name: string } | null, unitCode: string, post: Post, more: Partial<PostRow> = {}) => {
    const subject = person?.id;
    if (!person || subject === undefined) return;
    if (!names.has(subject)) names.set(subject, person.name);
    posts.set(`${subject}\n${unitCode}\n${post}`, { subject, unitCode, post, title: null, fromDate: null, toDate: null, ...more });
  };
  for (const { code, webAdmins, backup, reviewers, principal } of units) {
    for (const person of webAdmins) list(person, code, 'web-admin');
    list(backup, code, 'backup');
    for (const person of reviewers) list(person, code, 'reviewer');
    list(principal, code, 'principal', { title: principal?.post ?? null });
  }
  for (const { id, name, posts: listed } of people) {
    for (const { unit, post, from, to } of listed) list({ id, name }, unit ?? '', post, { fromDate: from ?? null, toDate: to ?? null });
  }
  const keyed = [...posts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { persons: [...names].map(([subject, name]) => ({ subject, name })).sort((a, b) => (a.subject < b.subject ? -1 : 1)), posts: keyed.map(([, row]) => row) };
}
