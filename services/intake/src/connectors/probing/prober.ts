import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ProbeFailure } from '@wenzheng/contracts';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import type { IntakeConfig } from '../../config.js';
import { Connectors } from '../../delivery/connectors.js';
import { ProbeFault, type Probing } from '../../delivery/probing.js';
import { CONFIG } from '../../tokens.js';
import { ProbeTurns, type NamedWay } from './probe-turns.service.js';

const roundMs = 5_000;
/** Until it is known outside that this replica takes requests. */
const firstMs = 15_000;

/** 探测: every way in is tried by us as by anybody, one replica a way at a time, and what came of it is told to the public (R25, A10). */
@Injectable()
export class Prober implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Loop({
    everyMs: roundMs,
    round: () => this.round(new Date()),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'ways in not probed'),
  });

  constructor(
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(ProbeTurns) private readonly turns: ProbeTurns,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.PROBE_URL !== undefined) this.rounds.start(firstMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(now: Date): Promise<void> {
    const probed = this.connectors.all.flatMap(({ name: connector, probing }) => (probing?.ways() ?? []).map((way) => ({ probing: probing!, way: { ...way, connector } })));
    await this.settleRipe(probed.map(({ way }) => way), now);
    const due = new Set(await this.turns.due(probed.map(({ way }) => way), now));
    await Promise.all(probed.filter(({ way }) => due.has(way)).map(({ probing, way }) => this.probe(probing, way, now)));
  }

  private async probe(probing: Probing, way: NamedWay, now: Date): Promise<void> {
    const probeId = await this.turns.begin(way, now);
    if (probeId === null) return;
    try {
      if (!(await probing.probe(way, probeId))) return await this.turns.drop({ ...way, probeId }, false);
    } catch (error) {
      const { message } = describeError(error);
      return await this.settle(probeId, way, error instanceof ProbeFault ? error.failure : 'unreachable', message ?? null);
    }
    if (way.way === 'letter') await this.turns.sent(probeId);
    else if (way.way === 'reading' || (await this.turns.hasArrived(probeId))) await this.settle(probeId, way, null);
    else await this.settle(probeId, way, 'not-arrived', 'it was answered as if it had come in');
  }

  private async settleRipe(ways: readonly NamedWay[], now: Date): Promise<void> {
    for (const open of await this.turns.ripe(now)) {
      const way = ways.find(({ connector, name, way: kind }) => connector === open.connector && name === open.name && kind === open.way);
      if (!way || (open.arrivedAt === null && open.sentAt === null)) await this.turns.drop(open, open.way === 'letter');
      else if (way.way === 'letter') await this.settle(open.probeId, way, open.arrivedAt === null ? 'not-arrived' : null);
      else await this.turns.drop(open, false);
    }
  }

  private async settle(probeId: string, way: NamedWay, failure: ProbeFailure | null, reason: string | null = null): Promise<void> {
    const { connector, name, way: kind } = way;
    if (failure !== null) this.logger.warn({ connector, name, way: kind, failure, reason }, 'a probe has failed');
    await this.turns.settle(probeId, way, failure, reason);
  }
}
