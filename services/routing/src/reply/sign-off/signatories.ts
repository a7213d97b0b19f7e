import { Inject, Injectable } from '@nestjs/common';
import type { MessageKind } from '@wenzheng/contracts';
import { DATA_SOURCE, Problem, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { LockedMessage } from '../../message/locked-message.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { isHeld } from '../../unit/person/held.js';
import { People } from '../../unit/person/people.service.js';
import { roleOf, type UnitPost } from '../../unit/person/person.rules.js';
import { Policies } from './policies.service.js';
import { stepsOf, type Referee, type Signatory, type SignOffPolicy, type SignOffStep } from './sign-off.rules.js';

type Manager = Pick<EntityManager, 'query'>;

/** A post that the caller fills, the own or an absent person's. */
export interface FilledPost {
  unitCode: string;
  post: UnitPost;
  deputyOf: Signatory['deputyOf'];
}

/** @throws Problem as `Signatories.acting` */
export type Standing = (posts?: readonly UnitPost[]) => Promise<Signatory>;

const everyPost: readonly UnitPost[] = ['principal', 'reviewer', 'web-admin', 'backup'];

/** 签发人: who may sign for a unit, and in which steps. */
@Injectable()
export class Signatories {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(People) private readonly people: People,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  /** @throws Problem `routing.not-your-unit`, `routing.not-in-registry` and what else the registry says of the person */
  async acting(caller: Caller, unitCode: string, posts: readonly UnitPost[] = everyPost, manager: Manager = this.dataSource.manager): Promise<Signatory> {
    return (await this.standing(caller, unitCode, manager))(posts);
  }

  /** The same of however many posts, by one look at the registry. */
  async standing(caller: Caller, unitCode: string, manager: Manager = this.dataSource.manager): Promise<Standing> {
    const acting = await this.people.standingIn(caller, unitCode, manager);
    return async (posts = everyPost) => {
      const { person, post, deputyOf } = await acting(posts);
      return { ...person, post, deputyOf };
    };
  }

  /** The steps of a unit's papers about a message, as its people are now. */
  async stepsFor(manager: Manager, unitCode: string, kind: MessageKind | null): Promise<{ policy: SignOffPolicy; steps: SignOffStep[] }> {
    const policy = await this.policies.holding(manager, unitCode, kind);
    return { policy, steps: policy.steps.length === 0 ? [] : stepsOf(policy, await this.held(manager, unitCode)) };
  }

  /**
   * Whoever drafts and signs in one deed: the web admin of a unit without steps, or the person of the only step.
   * @throws Problem `routing.sign-off-required`, and as `acting`
   */
  async signing({ manager, message }: { manager: Manager; message: Pick<LockedMessage, 'unitCode' | 'kind'> }, caller: Caller): Promise<Signatory> {
    if (message.unitCode === null) throw problem('routing.not-your-unit');
    const acting = await this.standing(caller, message.unitCode, manager);
    const anybody = await acting();
    const { policy, steps } = await this.stepsFor(manager, message.unitCode, message.kind);
    const [only, ...more] = steps;
    if (!only) return anybody;
    const signatory = more.length > 0 || !policy.drafterMaySign ? null : await acting(only).catch(noneOf);
    if (!signatory) throw problem('routing.sign-off-required');
    return signatory;
  }

  /** Who is at work with one of these posts today, each once, with the first of the posts. */
  async holding(manager: Manager, unitCode: string, posts: readonly UnitPost[]): Promise<Referee[]> {
    return manager.query<Referee[]>(
      `SELECT DISTINCT ON (subject) subject, name, post FROM person_post JOIN person USING (subject)
       WHERE unit_code = $1 AND post = ANY ($3::text[]) AND state = 'active' AND ${isHeld('person_post', '$2')} ORDER BY subject, array_position($3::text[], post)`,
      [unitCode, businessDateOf(this.clock.now()), posts],
    );
  }

  /** Every post that the caller fills today. */
  async filledBy(caller: Caller, manager: Manager = this.dataSource.manager): Promise<FilledPost[]> {
    const rows = await manager.query<FilledPost[]>(
      `SELECT unit_code AS "unitCode", post, NULL::jsonb AS "deputyOf" FROM person_post JOIN person USING (subject)
         WHERE subject = $1 AND unit_code = $3 AND state = 'active' AND ${isHeld('person_post', '$2')}
       UNION ALL
       SELECT deputy.unit_code, deputy.post, jsonb_build_object('subject', absent, 'name', absentee.name) FROM deputy
         JOIN person AS absentee ON absentee.subject = absent AND absentee.state = 'active'
         JOIN person_post ON person_post.subject = absent AND person_post.unit_code = deputy.unit_code AND person_post.post = deputy.post AND ${isHeld('person_post', '$2')}
         WHERE deputy = $1 AND ${isHeld('deputy', '$2')} AND NOT EXISTS (SELECT FROM person WHERE subject = $1 AND state <> 'active')`,
      [caller.subject, businessDateOf(this.clock.now()), caller.unit ?? ''],
    );
    return rows.filter(({ post, deputyOf }) => deputyOf !== null || caller.roles.includes(roleOf(post)));
  }

  private async held(manager: Manager, unitCode: string): Promise<Set<UnitPost>> {
    const rows = await manager.query<{ post: UnitPost }[]>(
      `SELECT DISTINCT post FROM person_post JOIN person USING (subject) WHERE unit_code = $1 AND state = 'active' AND ${isHeld('person_post', '$2')}`,
      [unitCode, businessDateOf(this.clock.now())],
    );
    return new Set(rows.map(({ post }) => post));
  }
}

function noneOf(error: unknown): null {
  if (error instanceof Problem) return null;
  throw error;
}
