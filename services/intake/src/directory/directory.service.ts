import { Inject, Injectable } from '@nestjs/common';
import { unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, pageFrom, type DataSource, type Page } from '@wenzheng/platform';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import { Units } from '../unit/units.service.js';
import { coverageOf, verificationOf, verifications, type DirectoryUnit } from './directory.rules.js';
import { DirectoryEntry } from './entry/entry.entity.js';
import { DirectorySources } from './source/directory-sources.js';

export const directoryUnitSchema = z
  .object({
    unit: unitRefSchema,
    mailboxes: z.array(z.object({ name: z.string(), address: z.string() })),
    accounts: z.array(z.object({ name: z.string(), uid: z.string(), verification: z.enum(verifications).describe('whether the platform lets us in as this account') })),
  })
  .meta({ id: 'DirectoryUnit' });
export const coverageSchema = z.object({ units: z.int(), withMailbox: z.int().describe('R25: of these, with a published mailbox'), withAccount: z.int().describe('R34: of these, with a verified account') }).meta({ id: 'DirectoryCoverage' });

/** What units have published, as everybody may read it. */
@Injectable()
export class Directory {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Units) private readonly units: Units,
    @Inject(DirectorySources) private readonly sources: DirectorySources,
  ) {}

  async page({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<DirectoryUnit>> {
    const all = await this.all();
    const from = after === undefined ? 0 : all.findIndex(({ unit }) => unit.code === after) + 1;
    return pageFrom(all.slice(from, from + limit + 1), limit, ({ unit }) => unit.code);
  }

  async coverage() {
    return coverageOf(await this.all());
  }

  /** In the order of the registry; those that have nothing as well. */
  private async all(): Promise<DirectoryUnit[]> {
    const { manager } = this.dataSource;
    const [units, sources, entries] = await Promise.all([
      this.units.listed(manager), this.sources.list(), manager.getRepository(DirectoryEntry).find({ where: { closedOn: IsNull() }, order: { entryId: 'ASC' } }),
    ]);
    const accounts = new Map(sources.filter(({ kind }) => kind === 'microblog').map(({ address, connection }) => [address, connection]));
    const ofUnit = Map.groupBy(entries, ({ unitCode }) => unitCode);
    return units.map(({ code, name: unitName }) => {
      const own = ofUnit.get(code) ?? [];
      return {
        unit: { code, name: unitName },
        mailboxes: own.filter(({ kind }) => kind === 'mailbox').map(({ name, address }) => ({ name, address })),
        accounts: own.filter(({ kind }) => kind === 'microblog').map(({ name, address }) => ({ name, uid: address, verification: verificationOf(accounts.get(address)) })),
      };
    });
  }
}
