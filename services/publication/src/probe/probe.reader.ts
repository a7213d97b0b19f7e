import { Inject, Injectable } from '@nestjs/common';
import { addDays, type BusinessDate } from '@wenzheng/working-days';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { ProbedWayState } from './probe.entity.js';
import { waysOf, type ProbedDay, type WayView } from './uptime.rules.js';

type DayRow = ProbedDay & Pick<ProbedWayState, 'connector' | 'name' | 'way'>;

/** What the public reads of the ways in. */
@Injectable()
export class ProbeReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  async ways(now: Date, today: BusinessDate): Promise<WayView[]> {
    const ways = await this.reads.query<{ state: ProbedWayState }[]>('SELECT state FROM probed_way');
    // A day more than is counted: whether probing had begun before.
    const days = await this.reads.query<DayRow[]>(`SELECT connector, name, way, date::text AS date, probes, arrived, expected FROM probed_day WHERE date BETWEEN $1 AND $2`, [addDays(today, -30), today]);
    const isOf = (state: ProbedWayState) => (day: DayRow) => day.connector === state.connector && day.name === state.name && day.way === state.way;
    return waysOf(ways, (state) => days.filter(isOf(state)), { now, today });
  }
}
