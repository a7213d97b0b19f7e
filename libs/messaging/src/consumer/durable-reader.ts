import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { backoff, describeError, jitter, type Logger } from '@wenzheng/platform';
import type { Delivery } from './event-processor.js';

export interface DurableReaderOptions {
  stream: string;
  durable: string;
  /** For how long after a batch the next one gathers, in milliseconds; what comes when none gathers goes at once. 0: everything does. */
  gatherMs: number;
  /** Deliveries of one batch; so many wait for no more. */
  batchSize: number;
  /** Batches in work at the same time. */
  concurrency: number;
  /** How often the server is told that messages are still in work. */
  workingEveryMs: number;
  /** And for how long at most. What a batch waits for may have gone without a word: then its messages come to another replica. */
  workingAtMostMs: number;
  /** Brings every delivery of the batch to its end. */
  process: (batch: Delivery[]) => Promise<void>;
}

/** The shortest that the server takes: a pull that was asked for cannot be called back, only waited out. */
const pullMs = 1_000;

/**
 * Pulls from one durable and hands on micro-batches: whatever has come while the batches before were in work or, where it is told to
 * gather, for so long after the last one. It outlives lost connections, and streams or durables that are not there yet.
 */
export class DurableReader {
  readonly #waiting: JsMsg[] = [];
  /** Since when. */
  readonly #held = new Map<JsMsg, number>();
  readonly #stopping = new AbortController();
  readonly #batches = new Set<Promise<void>>();
  #pull: ConsumerMessages | undefined;
  #room: (() => void) | undefined;
  /** Runs while the next batch gathers; it is handed on when it is over. */
  #gathering: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #working: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly logger: Logger,
    private readonly options: DurableReaderOptions,
  ) {}

  start(): void {
    this.#working = setInterval(() => this.#tellWorking(), this.options.workingEveryMs).unref();
    this.#running ??= this.#run();
  }

  /** Pulls no more, gives back what no batch has taken or what the last pull still brings, and waits for the batches in work. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#room?.();
    // A pull that is cut off loses what is on its way to it until the deliveries time out.
    const lost = setTimeout(() => this.#pull?.stop(), 2 * pullMs);
    await this.#running;
    clearTimeout(lost);
    for (const message of this.#waiting.splice(0)) message.nak();
    await Promise.all(this.#batches);
    clearInterval(this.#working);
    clearTimeout(this.#gathering);
  }

  async #run(): Promise<void> {
    const { stream, durable } = this.options;
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      try {
        const consumer = await jetstream(this.connection).consumers.get(stream, durable);
        for (; !this.#stopping.signal.aborted; failures = 0) {
          await this.#untilRoom();
          if (this.#stopping.signal.aborted) return;
          this.#pull = await consumer.fetch({ max_messages: this.options.batchSize, expires: pullMs });
          for await (const message of this.#pull) this.#receive(message);
        }
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        failures += 1;
        this.logger.warn({ error: describeError(error), stream, durable, failures }, 'durable cannot be read now');
        await sleep(failures === 1 ? jitter(100) : backoff(failures, 5_000), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  #receive(message: JsMsg): void {
    if (this.#stopping.signal.aborted) {
      message.nak();
      return;
    }
    this.#held.set(message, performance.now());
    this.#waiting.push(message);
    // One pull can bring many messages in one turn of the event loop: they make one batch.
    setImmediate(() => this.#dispatch());
  }

  #tellWorking(): void {
    const earliest = performance.now() - this.options.workingAtMostMs;
    for (const [message, since] of this.#held) if (since > earliest) message.working();
  }

  /** What waits is a whole batch, or has gathered long enough. */
  get #isDue(): boolean {
    return this.#waiting.length > 0 && (this.#gathering === undefined || this.#waiting.length >= this.options.batchSize);
  }

  #takeBatch(): JsMsg[] {
    const { gatherMs, batchSize } = this.options;
    if (gatherMs > 0) {
      this.#gathering ??= setTimeout(() => {
        this.#gathering = undefined;
        this.#dispatch();
      }, gatherMs);
    }
    return this.#waiting.splice(0, batchSize);
  }

  #dispatch(): void {
    while (this.#isDue && this.#batches.size < this.options.concurrency && !this.#stopping.signal.aborted) {
      const messages = this.#takeBatch();
      const batch = this.options
        .process(messages.map((message) => this.#deliver(message)))
        .catch((error: unknown) => {
          this.logger.error({ error: describeError(error) }, 'batch failed');
          // Those that were brought to their end take no notice.
          for (const message of messages) message.nak(backoff(message.info.deliveryCount));
        })
        .finally(() => {
          for (const message of messages) this.#held.delete(message);
          this.#batches.delete(batch);
          this.#dispatch();
        });
      this.#batches.add(batch);
      if (this.#waiting.length < this.options.batchSize) this.#room?.();
    }
  }

  /** No more is pulled than one batch ahead: the rest is for the other replicas. */
  async #untilRoom(): Promise<void> {
    if (this.#waiting.length < this.options.batchSize) return;
    await new Promise<void>((resolve) => (this.#room = resolve));
    this.#room = undefined;
  }

  #deliver(message: JsMsg): Delivery {
    return {
      stream: this.options.stream,
      subject: message.subject,
      payload: message.string(),
      deliveries: message.info.deliveryCount,
      ack: () => message.ack(),
      nak: (delayMs) => message.nak(delayMs),
    };
  }
}
