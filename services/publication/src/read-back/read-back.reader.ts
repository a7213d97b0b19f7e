import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { addDays, startOfBusinessDate, type BusinessDate } from '@wenzheng/working-days';
import type { PublicationConfig } from '../config.js';
import { arrivalsOver, expectedOf, type Arrivals, type WayState } from '../probe/uptime.rules.js';
import { CONFIG, READS } from '../tokens.js';
import type { ReadComments } from './comments.entity.js';
import type { PortalFailure } from './read-back.entity.js';

export interface ReadBackView {
  state: WayState;
  everySeconds: number;
  readAt: Date;
  compared: number;
  differing: string[];
  today: Arrivals;
  last30Days: Arrivals;
  lastFailure: { at: Date; failure: PortalFailure } | null;
}

interface Round {
  begunAt: Date;
  failure: PortalFailure | null;
  compared: number;
  differing: string[];
}

/** What the public reads of 回读. */
@Injectable()
export class ReadBackReader {
  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  /** What every account of the city has said on the microblog, and what of it stands, by the account's name. */
  async comments(): Promise<ReadComments[]> {
    const rows = await this.reads.query<{ state: ReadComments }[]>('SELECT state FROM read_comments ORDER BY name');
    return rows.map(({ state }) => state);
  }

  /** Null before the first round, and where nothing is read back. */
  async view(now: Date, today: BusinessDate): Promise<ReadBackView | null> {
    const everySeconds = this.config.READ_BACK_SECONDS;
    const columns = 'begun_at AS "begunAt", failure, compared, differing';
    const [last] = everySeconds === 0 ? [] : await this.reads.query<Round[]>(`SELECT ${columns} FROM read_back WHERE settled_at IS NOT NULL ORDER BY begun_at DESC LIMIT 1`);
    if (!last) return null;
    const [failed] = await this.reads.query<Round[]>(`SELECT ${columns} FROM read_back WHERE settled_at IS NOT NULL AND failure IS NOT NULL ORDER BY begun_at DESC LIMIT 1`);
    const days = await this.reads.query<{ date: BusinessDate; probes: number; arrived: number }[]>(
      `SELECT (begun_at AT TIME ZONE 'Asia/Shanghai')::date::text AS date, count(*)::int AS probes, (count(*) FILTER (WHERE failure IS NULL AND settled_at IS NOT NULL))::int AS arrived
       FROM read_back WHERE begun_at >= $1 GROUP BY 1`,
      [startOfBusinessDate(addDays(today, -30))],
    );
    const expected = expectedOf(everySeconds);
    const { probes = 0, arrived = 0 } = days.find(({ date }) => date === today) ?? {};
    return {
      state: now.getTime() - last.begunAt.getTime() > 3 * everySeconds * 1_000 ? 'unknown' : last.failure === null && last.differing.length === 0 ? 'working' : 'failing',
      everySeconds, readAt: last.begunAt, compared: last.compared, differing: last.differing, today: { probes, arrived },
      last30Days: arrivalsOver(days.map((day) => ({ ...day, expected })), everySeconds, today),
      lastFailure: failed?.failure ? { at: failed.begunAt, failure: failed.failure } : null,
    };
  }
}
