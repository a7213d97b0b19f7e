import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import { DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import { Signatories, type FilledPost } from '../reply/sign-off/signatories.js';
import { People } from '../unit/person/people.service.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';

/** Whoever calls, as far as the screens need to know. */
@Injectable()
export class Me {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(People) private readonly people: People,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  async of(caller: Caller) {
    const tree = await this.registry.tree();
    const named = (code: string): UnitRef => {
      const unit = tree.get(code);
      return unit ? unitRefOf(unit) : { code, name: code };
    };
    const { posts, deputyFor } = await this.people.dutiesOf(caller.subject);
    const filled = Map.groupBy(await this.signatories.filledBy(caller), ({ unitCode }) => unitCode);
    return {
      subject: caller.subject,
      name: caller.name,
      roles: caller.roles,
      unit: caller.unit === null ? null : named(caller.unit),
      posts: posts.map(({ unit, ...post }) => ({ ...post, unit: unit === null ? null : named(unit) })),
      deputyFor: deputyFor.map(({ unit, ...deputy }) => ({ ...deputy, unit: named(unit) })),
      signOff: await Promise.all([...filled].map(([unit, held]) => this.signOff(named(unit), held))),
    };
  }

  private async signOff(unit: UnitRef, held: readonly FilledPost[]) {
    const { policy, steps } = await this.signatories.stepsFor(this.dataSource.manager, unit.code, null);
    const mine = steps.flatMap((step, index) => (held.some(({ post }) => step.some((one) => one === post)) ? [index] : []));
    return { unit, steps, mine, drafterMaySign: policy.drafterMaySign };
  }
}
