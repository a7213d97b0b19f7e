import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { durables, type DurableTopology, type EventEnvelope, type ServiceName } from '@wenzheng/contracts';
import { describeError, type DataSource, type Logger, type Metrics } from '@wenzheng/platform';
import { from, isObservable, lastValueFrom } from 'rxjs';
import { DurableReader } from './durable-reader.js';
import { EventProcessor, type Delivery } from './event-processor.js';
import { Limiter } from './limiter.js';
import type { NatsLink } from './nats.js';
import type { EventContext } from './on-event.js';

export interface JetStreamStrategyOptions {
  service: ServiceName;
  link: NatsLink;
  dataSource: DataSource;
  logger: Logger;
  metrics?: Metrics;
  /** Batches in work at the same time over all streams, each on one database connection; per stream two. Default 4. */
  concurrency?: number;
  /** How often the server is told that a batch is still in work; below the durable's ack_wait. Default 10 s. */
  workingEveryMs?: number;
}

const batchesPerStream = 2;

/**
 * Nest's transport for durable events: reads the service's durable of every stream that has something for it, and runs the
 * `@OnEvent` handlers. Nest's own NATS transport is at most once and acknowledges nothing.
 */
export class JetStreamStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  readonly #readers: DurableReader[] = [];
  readonly #log: Logger;
  readonly #processor: EventProcessor;
  readonly #durables: readonly DurableTopology[];
  readonly #limiter: Limiter;
  /** Nest chains the handlers of one event and would run them at the same time; in one transaction they must take turns. */
  readonly #subscribers = new Map<string, MessageHandler[]>();
  #closed = false;

  constructor(private readonly options: JetStreamStrategyOptions) {
    super();
    this.#log = options.logger;
    this.#limiter = new Limiter(options.concurrency ?? 4);
    this.#durables = durables.filter(({ durable }) => durable === options.service);
    const expected = new Set(this.#durables.flatMap(({ filterSubjects }) => filterSubjects));
    const handlers = {
      invoke: (subject: string, events: EventEnvelope[], context: EventContext) => this.invoke(subject, events, context),
      has: (subject: string) => this.#subscribers.has(subject),
      expects: (subject: string) => expected.has(subject),
    };
    this.#processor = new EventProcessor(options.dataSource, options.logger, handlers, options.metrics);
  }

  override addHandler(subject: string, handler: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const subscribers = this.#subscribers.get(subject);
    if (subscribers) subscribers.push(handler);
    else this.#subscribers.set(subject, [handler]);
    // Nest itself gets to know the first alone: what it does not know it does not chain.
    if (!subscribers) super.addHandler(subject, handler, isEventHandler, extras);
  }

  /** Starts without waiting for the bus: a service is up, and reads, when NATS is. */
  listen(callback: (error?: unknown) => void): void {
    const missing = this.#durables.flatMap(({ filterSubjects }) => filterSubjects).filter((subject) => !this.#subscribers.has(subject));
    if (missing.length > 0) this.#log.error({ subjects: missing }, 'no handler: these events will be set aside as dead letters');
    this.options.link.connection.then(
      (connection) => {
        if (this.#closed) return;
        for (const { stream, durable } of this.#durables) {
          const reader = new DurableReader(connection, this.#log, {
            stream,
            durable,
            concurrency: batchesPerStream,
            workingEveryMs: this.options.workingEveryMs ?? 10_000,
            process: (batch) => this.#limiter.run(() => this.#process(batch)),
          });
          this.#readers.push(reader);
          reader.start();
        }
      },
      (error: unknown) => this.#log.error({ error: describeError(error) }, 'events will not be read'),
    );
    callback();
  }

  /** Finishes the batches in work; what they have not touched is given back. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#readers.map((reader) => reader.stop()));
  }

  /**
   * Runs every handler of the event as a delivery would, one after the other; for replays of dead letters too. Rejects with the
   * first handler's own error, and then no later handler runs.
   */
  async invoke(subject: string, events: EventEnvelope[], context: EventContext): Promise<void> {
    const subscribers = this.#subscribers.get(subject);
    if (!subscribers) throw new Error(`no handler for ${subject}`);
    for (const subscriber of subscribers) {
      const result: unknown = await subscriber(events, context);
      await lastValueFrom(isObservable(result) ? result : from(Promise.resolve(result)), { defaultValue: undefined });
    }
  }

  on(): never {
    throw new Error('JetStreamStrategy emits no events');
  }

  unwrap<T>(): T {
    return this.options.link as T;
  }

  async #process(batch: Delivery[]): Promise<void> {
    for (const [subject, deliveries] of Map.groupBy(batch, (delivery) => delivery.subject)) {
      await this.#processor.process(subject, deliveries);
    }
  }
}
