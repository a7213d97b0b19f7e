import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { durables, type EventEnvelope, type ServiceDurable, type ServiceName, type SubscriberGroup } from '@wenzheng/contracts';
import { describeError, Semaphore, type DataSource, type Logger, type Metrics } from '@wenzheng/platform';
import type { BusinessClock } from '../business-clock.js';
import { DurableReader } from './durable-reader.js';
import { EventProcessor, type Delivery } from './event-processor.js';
import type { NatsLink } from '../bus/nats.js';
import type { EventContext, SubscriptionExtras } from './on-event.js';
import { Subscriptions } from './subscriptions.js';

export interface JetStreamStrategyOptions {
  service: ServiceName;
  link: NatsLink;
  dataSource: DataSource;
  logger: Logger;
  metrics?: Metrics;
  /** Batches in work at the same time over all durables, each on one database connection; per durable two. Default 4. */
  concurrency?: number;
  /** How often the server is told that a batch is still in work; below the durable's ack_wait. Default 10 s. */
  workingEveryMs?: number;
  /** For how long at most; after that its events come to another replica. Default five minutes. */
  workingAtMostMs?: number;
  /** Whose durables this process reads, null those of the service itself. Default: its own, and of each group that it has handlers of. */
  groups?: readonly (SubscriberGroup | null)[];
  /** Business time: events that claim to come from after it are set aside. */
  clock?: BusinessClock;
}

const batchesPerDurable = 2;

/**
 * Nest's transport for durable events: reads the service's durable of every stream that has something for it, and runs the
 * `@OnEvent` handlers. Nest's own NATS transport is at most once and acknowledges nothing.
 */
export class JetStreamStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  readonly #readers: DurableReader[] = [];
  readonly #log: Logger;
  readonly #durables: readonly ServiceDurable[];
  readonly #semaphore: Semaphore;
  readonly #subscriptions = new Subscriptions();
  #closed = false;

  constructor(private readonly options: JetStreamStrategyOptions) {
    super();
    this.#log = options.logger;
    this.#semaphore = new Semaphore(options.concurrency ?? 4);
    this.#durables = durables.filter(({ service }) => service === options.service);
  }

  override addHandler(subject: string, handler: MessageHandler, isEventHandler = false, extras?: Record<string, unknown>): void {
    this.#subscriptions.add(subject, handler, extras as unknown as SubscriptionExtras);
    // Nest itself gets to know one alone: what it does not know it does not chain.
    if (!this.messageHandlers.has(subject)) super.addHandler(subject, handler, isEventHandler, extras);
  }

  /**
   * Starts without waiting for the bus: a service is up, and reads, when NATS is. It reads the service's own durables, or those of
   * `groups`, and by itself those of a group too that it has handlers of.
   */
  listen(callback: (error?: unknown) => void): void {
    const groups = new Set(this.options.groups ?? [null, ...this.#subscriptions.groups]);
    const read = this.#durables.filter(({ group }) => groups.has(group));
    const missing = read.flatMap(({ group, filterSubjects }) => filterSubjects.filter((subject) => !this.#subscriptions.has(group, subject)));
    if (missing.length > 0) this.#log.error({ subjects: missing }, 'no handler: these events will be set aside as dead letters');
    const { halfHandled } = this.#subscriptions;
    if (halfHandled.length > 0) throw new Error(`beside a handler in one statement there must be one other: ${halfHandled.join(', ')}`);
    this.options.link.connection.then(
      (connection) => {
        if (this.#closed) return;
        for (const { stream, durable, group, gatherMs, batchSize } of read) {
          const processor = this.#processorOf(group);
          const reader = new DurableReader(connection, this.#log, {
            stream,
            durable,
            gatherMs,
            batchSize,
            concurrency: batchesPerDurable,
            workingEveryMs: this.options.workingEveryMs ?? 10_000,
            workingAtMostMs: this.options.workingAtMostMs ?? 300_000,
            process: (batch) => this.#semaphore.run(() => processBySubject(processor, batch)),
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
   * first handler's own error.
   */
  invoke(subject: string, events: EventEnvelope[], context: EventContext, group: SubscriberGroup | null = null): Promise<void> {
    return this.#subscriptions.invoke(group, subject, events, context);
  }

  on(): never {
    throw new Error('JetStreamStrategy emits no events');
  }

  unwrap<T>(): T {
    return this.options.link as T;
  }

  #processorOf(group: SubscriberGroup | null): EventProcessor {
    const expected = new Set(this.#durables.filter((durable) => durable.group === group).flatMap(({ filterSubjects }) => filterSubjects));
    const { dataSource, logger, metrics } = this.options;
    return new EventProcessor(
      dataSource,
      logger,
      {
        group,
        invoke: (subject, events, context) => this.#subscriptions.invoke(group, subject, events, context),
        invokeInOneStatement: (subject, events, context) => (group === null ? this.#subscriptions.invokeInOneStatement(subject, events, context) : Promise.resolve([])),
        has: (subject) => this.#subscriptions.has(group, subject),
        expects: (subject) => expected.has(subject),
      },
      metrics,
      this.options.clock,
    );
  }
}

async function processBySubject(processor: EventProcessor, batch: Delivery[]): Promise<void> {
  for (const [subject, deliveries] of Map.groupBy(batch, (delivery) => delivery.subject)) await processor.process(subject, deliveries);
}
