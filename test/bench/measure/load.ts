import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface CommitOrder {
  kind: 'commits';
  /** Of a database with the table `single_row`. */
  url: string;
  clients: number;
  seconds: number;
  prefix: string;
}

interface Channel {
  url: string;
  key: string;
  unit: string;
  /** External ids begin with it; each order needs its own. */
  prefix: string;
}

export interface MessageOrder extends Channel {
  kind: 'messages';
  connections: number;
  seconds: number;
}

export interface PacedOrder extends Channel {
  kind: 'paced';
  perSecond: number;
  seconds: number;
}

export interface ReadOrder {
  kind: 'reads';
  url: string;
  paths: string[];
  connections: number;
  seconds: number;
}

export type LoadOrder = CommitOrder | MessageOrder | PacedOrder | ReadOrder;

export interface Accepted {
  messageId: string;
  /** When the receipt was in the client's hands, as milliseconds since 1970. */
  at: number;
}

export interface LoadResult {
  count: number;
  seconds: number;
  /** Milliseconds, sorted. */
  latencies: Float64Array;
  /** Of a paced order. */
  accepted: Accepted[];
}

/** The thread that makes load. One order at a time. */
export class LoadGenerator {
  private readonly worker = new Worker(new URL('./load.worker.js', import.meta.url));

  async run(order: LoadOrder): Promise<LoadResult> {
    this.worker.postMessage(order);
    const [answer] = (await once(this.worker, 'message')) as [{ result: LoadResult } | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

export const rateOf = ({ count, seconds }: LoadResult): number => count / seconds;

/** Of sorted values; NaN if there is none. */
export const percentile = (sorted: ArrayLike<number>, share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
