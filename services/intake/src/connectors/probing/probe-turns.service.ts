import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { channelProbed, createEvent, type ProbeFailure } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, endOfBusinessDate, startOfBusinessDate } from '@wenzheng/working-days';
import type { ProbedWay } from '../../delivery/probing.js';

export type NamedWay = ProbedWay & { connector: string };

/** A letter lies in the mailbox until that is looked into; a request is through when it is answered. */
const awaitedMs = { letter: 30 * 60_000, request: 60_000, reading: 60_000 } as const;
const keptMs = 62 * 86_400_000;

/** A probe that nothing is known of yet. */
export interface OpenProbe {
  probeId: string;
  connector: string;
  name: string;
  way: ProbedWay['way'];
  sentAt: Date | null;
  arrivedAt: Date | null;
}

const keyOf = ({ connector, name, way }: Pick<NamedWay, 'connector' | 'name' | 'way'>) => [connector, name, way];

/** Whose turn it is to probe, and what came of it. Times are real time. */
@Injectable()
export class ProbeTurns {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Those whose time has come; each is nobody's before it was begun. */
  async due(ways: readonly NamedWay[], now: Date): Promise<NamedWay[]> {
    const later = await this.dataSource.query<{ connector: string; name: string; way: string }[]>('SELECT connector, name, way FROM probed_way WHERE due_at > $1', [now]);
    const waiting = new Set(later.map(({ connector, name, way }) => [connector, name, way].join(' ')));
    return ways.filter((way) => !waiting.has(keyOf(way).join(' ')));
  }

  /** Probes of a way begin on multiples of its seconds, so that a day has as many as it should. @returns null where another replica was faster */
  async begin(way: NamedWay, now: Date): Promise<string | null> {
    const [probeId, everyMs] = [randomUUID(), way.everySeconds * 1_000];
    return this.dataSource.transaction(async (manager) => {
      const taken = await manager.query<unknown[]>(
        `INSERT INTO probed_way AS known (connector, name, way, due_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (connector, name, way) DO UPDATE SET due_at = excluded.due_at WHERE known.due_at <= $5 RETURNING way`,
        [...keyOf(way), new Date((Math.floor(now.getTime() / everyMs) + 1) * everyMs), now],
      );
      if (taken.length === 0) return null;
      await manager.query('INSERT INTO probe (probe_id, connector, name, way, begun_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)', [probeId, ...keyOf(way), now, new Date(now.getTime() + awaitedMs[way.way])]);
      return probeId;
    });
  }

  /** The mail server has taken the letter. */
  async sent(probeId: string): Promise<void> {
    await this.dataSource.query('UPDATE probe SET sent_at = $2 WHERE probe_id = $1', [probeId, new Date()]);
  }

  async hasArrived(probeId: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>('SELECT 1 FROM probe WHERE probe_id = $1 AND arrived_at IS NOT NULL', [probeId]);
    return found.length > 0;
  }

  /** Letters that have come in, and whatever should have by now. */
  async ripe(now: Date): Promise<OpenProbe[]> {
    return this.dataSource.query<OpenProbe[]>(
      `SELECT probe_id AS "probeId", connector, name, way, sent_at AS "sentAt", arrived_at AS "arrivedAt" FROM probe
       WHERE settled_at IS NULL AND (due_at <= $1 OR (way = 'letter' AND arrived_at IS NOT NULL)) ORDER BY begun_at LIMIT 100`,
      [now],
    );
  }

  /** The process died while it was under way, or it could not be tried: it says nothing. A letter that never went is sent anew. */
  async drop({ probeId, connector, name, way }: Pick<OpenProbe, 'probeId' | 'connector' | 'name' | 'way'>, isSentAnew: boolean): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [, count] = await manager.query<[unknown, number]>('DELETE FROM probe WHERE probe_id = $1 AND settled_at IS NULL', [probeId]);
      if (count > 0 && isSentAnew) await manager.query(`UPDATE probed_way SET due_at = 'epoch' WHERE connector = $1 AND name = $2 AND way = $3`, [connector, name, way]);
    });
  }

  /** What came of it, once, and told to the public. @param failure null where it arrived */
  async settle(probeId: string, way: NamedWay, failure: ProbeFailure | null, reason: string | null = null): Promise<void> {
    const now = new Date();
    await this.dataSource.transaction(async (manager) => {
      const [[settled]] = await manager.query<[{ begunAt: Date }[], number]>(
        'UPDATE probe SET settled_at = $2, failure = $3, reason = $4 WHERE probe_id = $1 AND settled_at IS NULL RETURNING begun_at AS "begunAt"',
        [probeId, now, failure, reason?.slice(0, 500) ?? null],
      );
      if (!settled) return;
      const [[row]] = await manager.query<[{ version: number }[], number]>(
        `UPDATE probed_way SET version = version + 1, failures = CASE WHEN $4 THEN failures + 1 ELSE 0 END WHERE connector = $1 AND name = $2 AND way = $3 RETURNING version`,
        [...keyOf(way), failure !== null],
      );
      await manager.query('DELETE FROM probe WHERE connector = $1 AND name = $2 AND way = $3 AND begun_at < $4', [...keyOf(way), new Date(settled.begunAt.getTime() - keptMs)]);
      await this.tell(manager, way, { sequence: row!.version, now, begunAt: settled.begunAt, failure });
    });
  }

  private async tell(manager: EntityManager, way: NamedWay, { sequence, now, begunAt, failure }: { sequence: number; now: Date; begunAt: Date; failure: ProbeFailure | null }): Promise<void> {
    const date = businessDateOf(begunAt);
    const [day] = await manager.query<{ probes: number; arrived: number }[]>(
      `SELECT count(*)::int AS probes, (count(*) FILTER (WHERE failure IS NULL))::int AS arrived FROM probe
       WHERE connector = $1 AND name = $2 AND way = $3 AND begun_at >= $4 AND begun_at < $5 AND settled_at IS NOT NULL`,
      [...keyOf(way), startOfBusinessDate(date), endOfBusinessDate(date)],
    );
    const [last] = await manager.query<{ at: Date; failure: ProbeFailure }[]>(
      `SELECT begun_at AS at, failure FROM probe WHERE connector = $1 AND name = $2 AND way = $3 AND failure IS NOT NULL ORDER BY begun_at DESC LIMIT 1`,
      keyOf(way),
    );
    const { channel, connector, name, title, way: kind, everySeconds } = way;
    await appendToOutbox(manager, [
      createEvent(channelProbed, {
        subject: `probe ${keyOf(way).join(' ')}`, sequence, time: now,
        data: { channel, connector, name, title, way: kind, everySeconds, probedAt: begunAt.toISOString(), failure, day: { date, ...day! }, lastFailure: last ? { at: last.at.toISOString(), failure: last.failure } : null },
      }),
    ]);
  }
}
