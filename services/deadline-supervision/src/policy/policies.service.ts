import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { PolicyEntity } from './policy.entity.js';
import { defaultPolicy, policyAt, type Policy } from './policy.rules.js';

/** The versions of the policy, each release adds its own and edits none. */
@Injectable()
export class Policies implements OnModuleInit {
  private known: Policy[] = [defaultPolicy];

  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const table = this.dataSource.getRepository(PolicyEntity);
    const { version, effectiveFrom, channels } = defaultPolicy;
    const own = { version, effectiveFrom: new Date(effectiveFrom), channels };
    await table.createQueryBuilder().insert().values(own).orIgnore().execute();
    await this.read();
  }

  /** Reads again if there is a version that a later release has added meanwhile. */
  async know(versions: readonly string[]): Promise<void> {
    if (versions.some((needed) => !this.known.some(({ version }) => version === needed))) await this.read();
  }

  /** The pinned version or, for a message that has none yet, the one in force at its registration. */
  of(registeredAt: Date, pinned?: string): Policy {
    return this.known.find(({ version }) => version === pinned) ?? policyAt(this.known, registeredAt);
  }

  all(): readonly Policy[] {
    return this.known;
  }

  private async read(): Promise<void> {
    const rows = await this.dataSource.getRepository(PolicyEntity).find({ order: { effectiveFrom: 'ASC' } });
    this.known = rows.map((row) => ({ ...row, effectiveFrom: row.effectiveFrom.toISOString() }));
  }
}
