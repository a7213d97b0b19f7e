import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, planned, type Caller, type DataSource, type EntityManager, type Role } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { isHeld } from './held.js';
import { confirmedRoles, postNames, refusalOfState, roleOf, type ListedPerson, type Person, type PersonRefusal, type Post, type UnitPost } from './person.rules.js';

/** Who acts for a unit, in which post, and for whom 代签. */
export interface ActingPerson {
  person: { subject: string; name: string };
  post: UnitPost;
  deputyOf: { subject: string; name: string } | null;
}

interface DeputyPost {
  post: UnitPost;
  subject: string;
  name: string;
}

interface HeldPost {
  post: Post;
  /** Null for an office of the city. */
  unit: string | null;
  title: string | null;
  from: string | null;
  to: string | null;
}

interface HeldDeputyship {
  post: UnitPost;
  unit: string;
  /** Of the absent person. */
  name: string;
  from: string;
  to: string;
}

type Manager = Pick<EntityManager, 'query'>;

/**
 * 工作人员: a token goes on being valid when its person has left the office, so that every request is judged by what the registry says of the
 * token's subject now.
 */
@Injectable()
export class People {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /**
   * @param asked which of the token's roles matter; all of them unless told
   * @throws Problem `routing.person-unknown`, `routing.person-removed`, `routing.person-suspended`, `routing.post-ended`, `routing.not-in-registry`, `routing.not-your-unit`
   */
  async personOf(caller: Caller, manager: Manager = this.dataSource.manager, asked: readonly Role[] = caller.roles): Promise<Person> {
    const [{ person, offices }] = await manager.query<[{ person: ListedPerson | null; offices: string[] | null }]>(
      whoSql,
      [caller.subject, this.today()],
    );
    const roles = confirmedRoles(caller, asked, person ?? undefined, new Set(offices));
    if (!Array.isArray(roles)) throw await this.refusal(roles, caller.unit, postsOfRoles(asked));
    return { subject: caller.subject, name: person?.name ?? caller.name, roles };
  }

  /**
   * Who the caller is inside a unit: by a post of the own, else as the deputy of somebody who has one. A post of the own is one that the token's roles name
   * as well; a deputy's token need not.
   * @param posts which will do, the first that fits is taken
   * @throws Problem as above
   */
  async actingFor(caller: Caller, unit: string, posts: readonly UnitPost[], manager: Manager = this.dataSource.manager): Promise<ActingPerson> {
    return (await this.standingIn(caller, unit, manager))(posts);
  }

  /** The registry's word on the caller in a unit, read once and asked about as many posts as one likes: each as {@link actingFor}. */
  async standingIn(caller: Caller, unit: string, manager: Manager = this.dataSource.manager): Promise<(posts: readonly UnitPost[]) => Promise<ActingPerson>> {
    const [{ person, deputies }] = await manager.query<[{ person: ListedPerson | null; deputies: DeputyPost[] }]>(standingSql, [caller.subject, this.today(), unit]);
    const refusal = refusalOfState(person ?? undefined);
    const acting = { subject: caller.subject, name: person?.name ?? caller.name };
    const own = person?.posts.filter((one) => one.unit === unit && caller.unit === unit && caller.roles.includes(roleOf(one.post))) ?? [];
    return async (posts) => {
      if (refusal) throw await this.refusal(refusal, unit, posts);
      for (const post of posts) {
        if (own.some((one) => one.post === post && one.isHeld)) return { person: acting, post, deputyOf: null };
      }
      const deputy = person && posts.flatMap((post) => deputies.find((one) => one.post === post) ?? [])[0];
      if (deputy) return { person: acting, post: deputy.post, deputyOf: { subject: deputy.subject, name: deputy.name } };
      if (caller.unit !== unit) throw problem('routing.not-your-unit');
      const wasListed = own.some((one) => posts.some((post) => post === one.post));
      throw await this.refusal(wasListed ? 'routing.post-ended' : 'routing.not-in-registry', unit, posts);
    };
  }

  /** Every post that a person holds today, those of whom the person stands in for among them. */
  postsOf(subject: string, manager: Manager = this.dataSource.manager): Promise<{ unit: string | null; post: Post }[]> {
    return manager.query(
      `SELECT nullif(unit_code, '') AS unit, post FROM person_post WHERE subject = $1 AND ${isHeld('person_post', '$2')}
       UNION SELECT unit_code, post FROM deputy WHERE deputy = $1 AND ${isHeld('deputy', '$2')}`,
      [subject, this.today()],
    );
  }

  /** What a person is today, with the days: the own posts, and whose place he or she takes 代签. */
  async dutiesOf(subject: string): Promise<{ posts: HeldPost[]; deputyFor: HeldDeputyship[] }> {
    const day = this.today();
    const posts = await this.dataSource.query<HeldPost[]>(
      `SELECT post, nullif(unit_code, '') AS unit, title, from_date::text AS from, to_date::text AS to FROM person_post WHERE subject = $1 AND ${isHeld('person_post', '$2')} ORDER BY unit_code, post`,
      [subject, day],
    );
    const deputyFor = await this.dataSource.query<HeldDeputyship[]>(
      `SELECT deputy.post, deputy.unit_code AS unit, name, deputy.from_date::text AS from, deputy.to_date::text AS to FROM deputy JOIN person ON person.subject = absent AND person.state = 'active'
       WHERE deputy = $1 AND ${isHeld('deputy', '$2')} ORDER BY deputy.unit_code, deputy.post, name`,
      [subject, day],
    );
    return { posts, deputyFor };
  }

  private async refusal(code: PersonRefusal, unitCode: string | null, posts: readonly UnitPost[]) {
    if (code !== 'routing.not-in-registry') return problem(code);
    const unit = unitCode === null ? undefined : (await this.registry.tree()).get(unitCode);
    return unit ? problem(code, { parameters: { unit: unit.name, posts: posts.map((post) => postNames[post]).join('、') } }) : problem('routing.not-your-unit');
  }

  private today(): string {
    return businessDateOf(this.clock.now());
  }
}

/** Of the subject `$1`, on the day `$2`. */
const personSql = `SELECT jsonb_build_object('subject', subject, 'name', name, 'state', state, 'posts', coalesce(
    (SELECT jsonb_agg(jsonb_build_object('unit', nullif(unit_code, ''), 'post', post, 'isHeld', ${isHeld('person_post', '$2')})) FROM person_post WHERE person_post.subject = person.subject), '[]'))
  FROM person WHERE subject = $1`;

const whoSql = planned(`SELECT (${personSql}) AS person,
  (SELECT array_agg(DISTINCT post) FROM person_post JOIN person USING (subject) WHERE unit_code = '' AND ended_at IS NULL AND coalesce(to_date >= $2::date, true) AND state <> 'removed') AS offices`);

/** And in the unit `$3`. */
const standingSql = planned(`SELECT (${personSql}) AS person,
  coalesce((SELECT jsonb_agg(jsonb_build_object('post', deputy.post, 'subject', absent, 'name', name)) FROM deputy
    JOIN person ON person.subject = absent AND state = 'active'
    JOIN person_post ON person_post.subject = absent AND person_post.unit_code = deputy.unit_code AND person_post.post = deputy.post AND ${isHeld('person_post', '$2')}
    WHERE deputy = $1 AND deputy.unit_code = $3 AND ${isHeld('deputy', '$2')}), '[]') AS deputies`);

const postsOfRoles = (roles: readonly Role[]): UnitPost[] => (['web-admin', 'reviewer', 'principal'] as const).filter((post) => roles.includes(post));
