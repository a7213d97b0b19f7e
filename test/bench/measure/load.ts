import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How much: a number of operations where something is warmed up, else so many seconds. */
export type Amount = { count: number } | { seconds: number };

export interface CommitOrder {
  kind: 'commits';
  /** Of a database with the table `single_row`. */
  url: string;
  clients: number;
  amount: Amount;
  prefix: string;
}

interface Channel {
  /** One for each replica. */
  urls: string[];
  key: string;
  unit: string;
  /** External ids begin with it; each order needs its own. */
  prefix: string;
}

export interface MessageOrder extends Channel {
  kind: 'messages';
  connections: number;
  amount: Amount;
}

/** An open loop: arrivals keep to their timetable, whatever has been answered. */
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
  amount: Amount;
  /** How long each reads what was found before it asks again; each is a household of its own then, and one that is sent away comes again. */
  restMs?: number;
}

export type LoadOrder = CommitOrder | MessageOrder | PacedOrder | ReadOrder;

export interface Accepted {
  messageId: string;
  /** When it was due to be sent, as milliseconds since 1970. */
  due: number;
}

export interface LoadResult {
  count: number;
  seconds: number;
  /** CPU seconds of the thread that made the load. */
  client: number;
  /** Milliseconds, sorted; of a paced order from the instant at which each was due to be sent. */
  latencies: Float64Array;
  /** Of a paced order. */
  accepted: Accepted[];
  /** Reads that were answered 503. */
  refused: number;
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
