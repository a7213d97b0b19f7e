import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { UnitsFile } from '../units-file.rules.js';
import { PersonEntity, PersonPostEntity } from './person.entity.js';
import type { Post } from './person.rules.js';

type PostRow = Pick<PersonPostEntity, 'subject' | 'unitCode' | 'post' | 'title' | 'fromDate' | 'toDate'>;

/** Every post that the file names, of units and of offices; a person's name is the one that stands first. */
export function peopleOf({ units, people = [] }: UnitsFile): { persons: { subject: string; name: string }[]; posts: PostRow[] } {
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

/**
 * The people of a file become those of the registry: a post that it does not name ends now, of the city's offices only where the file has `people`.
 * Nobody who was suspended or removed comes back by a file.
 */
export async function listPeople(manager: EntityManager, file: UnitsFile, now: Date): Promise<void> {
  const { persons, posts } = peopleOf(file);
  await insertRows(manager, PersonEntity, persons, { onConflict: { update: 'all' } });
  await insertRows(manager, PersonPostEntity, posts.map((post) => ({ ...post, endedAt: null })), { onConflict: { update: 'all' } });
  await manager.query(
    `UPDATE person_post SET ended_at = $4 WHERE ended_at IS NULL AND (unit_code <> '' OR $5)
       AND (subject, unit_code, post) NOT IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))`,
    [posts.map(({ subject }) => subject), posts.map(({ unitCode }) => unitCode), posts.map(({ post }) => post), now, file.people !== undefined],
  );
}
