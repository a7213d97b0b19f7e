import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { describeError, LOGGER, platformProblem, type Caller, type Logger } from '@wenzheng/platform';
import type { SupervisionConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { EscalationService, type Escalation } from '../escalation.service.js';
import { PositionSignal } from './position-signal.js';

const pollMs = 5_000;
const pageSize = 200;
const longestTimerMs = 2_147_483_647;

interface Reader {
  caller: Caller;
  response: ServerResponse;
  over: AbortSignal;
}

/**
 * Server-sent events: the list of escalations from a position on, and whatever comes to stand at its end. Guarantee: whoever
 * comes back with the last id that it has read misses nothing. Limit: it may see the last one again.
 */
@Injectable()
export class EscalationStreams implements OnModuleDestroy {
  /** Open streams, each with the subject of its reader's token. */
  private readonly open = new Map<Promise<void>, string>();
  private readonly ending = new AbortController();
  private readonly heartbeatMs: number;

  constructor(
    @Inject(EscalationService) private readonly escalations: EscalationService,
    @Inject(PositionSignal) private readonly positions: PositionSignal,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.heartbeatMs = config.STREAM_HEARTBEAT_SECONDS * 1_000;
  }

  /** End the streams before the server closes: it waits for open requests. */
  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.open.keys());
  }

  /** @throws Problem when as many are open as may be, in all or of this reader, or the service is ending */
  assertRoom({ subject }: Caller): void {
    if (this.ending.signal.aborted) throw platformProblem('unavailable', { retryAfterSeconds: 1 });
    const own = [...this.open.values()].filter((reader) => reader === subject).length;
    if (this.open.size >= this.config.STREAM_LIMIT || own >= this.config.STREAM_LIMIT_EACH) throw problem('deadline-supervision.too-many-streams', { retryAfterSeconds: 10 });
  }

  /** Writes until the reader leaves or lags, its token runs out, or the service ends. */
  async serve(caller: Caller, after: string, response: ServerResponse): Promise<void> {
    const left = new AbortController();
    response.on('close', () => left.abort());
    // A token may have run out by as much as clocks may differ.
    const expiry = setTimeout(() => left.abort(), Math.max(0, Math.min(caller.expiresAt.getTime() - Date.now(), longestTimerMs)));
    const reader = { caller, response, over: AbortSignal.any([left.signal, this.ending.signal]) };
    const work = this.follow(reader, after)
      .catch(() => void response.destroy())
      .finally(() => {
        clearTimeout(expiry);
        response.end();
        this.open.delete(work);
      });
    this.open.set(work, caller.subject);
    await work;
  }

  private async follow(reader: Reader, after: string): Promise<void> {
    await this.write(reader, 'retry: 2000\n\n');
    let spokeAt = performance.now();
    for (let cursor = after; !reader.over.aborted; ) {
      const { count } = this.positions;
      const { items, next } = await this.page(reader.caller, cursor);
      cursor = next;
      if (items.length > 0) await this.write(reader, items.map(eventOf).join(''));
      else if (performance.now() - spokeAt >= this.heartbeatMs) await this.write(reader, ':\n\n');
      else {
        await this.positions.after(count, Math.min(pollMs, this.heartbeatMs), reader.over);
        continue;
      }
      spokeAt = performance.now();
    }
  }

  /** An empty page while the database is away. */
  private async page(caller: Caller, after: string): Promise<{ items: Escalation[]; next: string }> {
    try {
      return await this.escalations.list(caller, { after, limit: pageSize });
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'escalations not read; the stream goes on');
      return { items: [], next: after };
    }
  }

  /** @throws when the reader has taken nothing for as long as it would be kept waiting for a sign of life */
  private async write({ response, over }: Reader, text: string): Promise<void> {
    if (response.write(text) || over.aborted) return;
    const lagging = AbortSignal.timeout(this.heartbeatMs);
    await once(response, 'drain', { signal: AbortSignal.any([over, lagging]) }).catch((error: unknown) => {
      if (!over.aborted) throw error;
    });
  }
}

const eventOf = (escalation: Escalation): string => `id: ${escalation.position}\nevent: escalation\ndata: ${JSON.stringify(escalation)}\n\n`;
