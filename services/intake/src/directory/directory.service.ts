import { Inject, Injectable } from '@nestjs/common';
import { unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, pageFrom, type DataSource, type Page } from '@wenzheng/platform';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { Sources } from '../connectors/fetching/sources.service.js';
import { CONFIG } from '../tokens.js';
import { Units } from '../unit/units.service.js';
import { coverageOf, entriesOf, verifications, type Entry, type Verification } from './directory.rules.js';

export const entrySchema = z
  .object({
    unit: unitRefSchema.nullable().describe('null: of the city itself'),
    mailboxes: z.array(z.object({ title: z.string().nullable(), address: z.string() })),
    accounts: z.array(z.object({ name: z.string(), uid: z.string(), verification: z.enum(verifications).describe('whether the platform lets us in as this account') })),
  })
  .meta({ id: 'DirectoryEntry' });
export const coverageSchema = z.object({ units: z.int(), withMailbox: z.int().describe('R25: of these, with a published mailbox'), withAccount: z.int().describe('R34: of these, with a verified account') }).meta({ id: 'DirectoryCoverage' });

const placeOf = ({ unit }: Entry): string => unit?.code ?? '-';

/** What the configuration binds to units, as the public may read it: no password, no token, no person. */
@Injectable()
export class Directory {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Units) private readonly units: Units,
    @Inject(Sources) private readonly sources: Sources,
    @Inject(CONFIG) private readonly config: Pick<IntakeConfig, 'MAILBOXES' | 'MICROBLOG_ACCOUNTS'>,
  ) {}

  async page({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<Entry>> {
    const all = await this.entries();
    const from = after === undefined ? 0 : all.findIndex((entry) => placeOf(entry) === after) + 1;
    return pageFrom(all.slice(from, from + limit + 1), limit, placeOf);
  }

  async coverage() {
    return coverageOf(await this.entries());
  }

  private async entries(): Promise<Entry[]> {
    const sources = (await this.sources.list()).filter(({ connector }) => connector === 'microblog');
    const verificationOf = (account: string): Verification => {
      const states = sources.filter(({ source }) => source.startsWith(`${account}/`)).map(({ state }) => state);
      if (states.some((state) => state === 'expired' || state === 'failing')) return 'lapsed';
      return states.some((state) => state !== 'new') ? 'verified' : 'pending';
    };
    const mailboxes = this.config.MAILBOXES.map(({ title = null, address, unit }) => ({ title, address, unit }));
    const accounts = this.config.MICROBLOG_ACCOUNTS.map(({ name, uid, unit }) => ({ name, uid, unit, verification: verificationOf(name) }));
    return entriesOf(await this.units.listed(this.dataSource.manager), mailboxes, accounts);
  }
}
