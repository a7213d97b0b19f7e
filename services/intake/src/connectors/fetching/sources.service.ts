import { Inject, Injectable } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, pageFrom, type BeforeJson, type DataSource, type Page } from '@wenzheng/platform';
import { z } from 'zod';
import { Fetcher } from './fetcher.js';
import { sourceStateOf, sourceStates, type SourceState } from './source.rules.js';

export const sourceSchema = z
  .object({
    connector: z.string(),
    source: z.string().describe('a mailbox, or an account and what is looked at of it'),
    state: z.enum(sourceStates),
    lastSuccessAt: instantSchema.nullable().describe('when a page was last read and kept'),
    failures: z.int().describe('rounds that have failed since; from the third on the page counts as stuck'),
    lastReason: z.string().nullable().describe('of the last failure'),
    nextRoundAt: instantSchema.nullable(),
    expiresAt: instantSchema.nullable().describe('of the token or password by which it is read; null: nobody says'),
    certificateExpiresAt: instantSchema.nullable().describe('of the certificate that the other side showed when it was last read; null where none was seen'),
  })
  .meta({ id: 'Source' });
type Source = BeforeJson<z.infer<typeof sourceSchema>> & { connector: string; source: string; state: SourceState; lastSuccessAt: Date | null; lastReason: string | null; expiresAt: Date | null; certificateExpiresAt: Date | null };

interface CursorRow {
  connector: string;
  source: string;
  succeededAt: Date | null;
  failures: number;
  lastReason: string | null;
  dueAt: Date;
  certificateExpiresAt: Date | null;
}

const placeOf = ({ connector, source }: Pick<Source, 'connector' | 'source'>): string => `${connector} ${source}`;

function earliest(...instants: (Date | null)[]): Date | null {
  return instants.filter((instant) => instant !== null).toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

/** What is fetched from: each source that is configured, whether it was ever asked or not, and how far that goes well. Times are real time. */
@Injectable()
export class Sources {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Fetcher) private readonly fetcher: Fetcher,
  ) {}

  async page({ after, limit }: { after?: string | undefined; limit: number }): Promise<Page<Source>> {
    const all = await this.list();
    const from = after === undefined ? 0 : all.findIndex((source) => placeOf(source) === after) + 1;
    return pageFrom(all.slice(from, from + limit + 1), limit, placeOf);
  }

  /** What needs somebody first. */
  async list(now = new Date()): Promise<Source[]> {
    const rows = await this.dataSource.query<CursorRow[]>('SELECT connector, source, succeeded_at AS "succeededAt", failures, last_reason AS "lastReason", due_at AS "dueAt", certificate_expires_at AS "certificateExpiresAt" FROM fetch_cursor');
    const known = new Map(rows.map((row) => [`${row.connector} ${row.source}`, row]));
    const sources: Source[] = [];
    for (const connector of this.fetcher.connectorsAsked) {
      for (const source of await connector.sources()) {
        const { succeededAt = null, failures = 0, lastReason = null, dueAt = null, certificateExpiresAt = null } = known.get(`${connector.name} ${source}`) ?? {};
        const expiresAt = connector.expiryOf?.(source) ?? null;
        sources.push({ connector: connector.name, source, state: sourceStateOf({ failures, succeededAt, expiresAt: earliest(expiresAt, certificateExpiresAt) }, now), lastSuccessAt: succeededAt, failures, lastReason, nextRoundAt: dueAt, expiresAt, certificateExpiresAt });
      }
    }
    return sources.sort((one, other) => sourceStates.indexOf(one.state) - sourceStates.indexOf(other.state));
  }
}
