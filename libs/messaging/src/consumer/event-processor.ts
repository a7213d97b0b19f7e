import { createHash } from 'node:crypto';
import { SpanKind, type Counter, type Histogram } from '@opentelemetry/api';
import { eventBySubject, instantAhead, InvalidEventError, parseEvent, type EventEnvelope, type SubscriberGroup } from '@wenzheng/contracts';
import { backoff, causedWork, describeError, isTransient, Metrics, planned, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { busMetrics } from '../bus-metrics.js';
import type { BusinessClock } from '../business-clock.js';
import { CommittedEvents } from '../outbox/committed-events.js';
import { recordDeadLetter, type DeadLetterKind } from '../dead-letters/dead-letter.js';
import { RejectEvent, type EventContext, type OneStatementContext } from './on-event.js';

/** A message as the stream delivered it. */
export interface Delivery {
  readonly stream: string;
  readonly subject: string;
  readonly payload: string;
  /** 1 the first time. */
  readonly deliveries: number;
  ack(): void;
  nak(delayMs: number): void;
}

/** The handlers of one group of subscribers; null: of the service itself. */
export interface EventHandlers {
  group: SubscriberGroup | null;
  /** Runs the handlers of the subject and rejects with a handler's own error. */
  invoke(subject: string, events: EventEnvelope[], context: EventContext): Promise<void>;
  /** The ids of the events that are done with it. */
  invokeInOneStatement(subject: string, events: EventEnvelope[], context: OneStatementContext): Promise<string[]>;
  has(subject: string): boolean;
  /** The contracts that this version was built with send the event type here. */
  expects(subject: string): boolean;
}


interface Parsed {
  delivery: Delivery;
  event: EventEnvelope;
}

/** After so many deliveries a group that only ever meets passing trouble is taken apart too: one event may be its cause. */
const deliveriesToSeparate = 3;

/** Clocks of a city's servers differ by less. */
const clockToleranceMs = 24 * 3_600_000;

/** An event type from the future is for a replica of the next version, which may be starting: some five minutes' patience. */
const deliveriesToGiveUp = 15;

/**
 * Brings each delivery to one of three ends: done (ack), again later (nak), or dead letter (ack). Guarantee: an event's
 * effect and its inbox row are one transaction, so the effect happens once. Limit: once in this service's schema; what a
 * handler does elsewhere may happen again.
 */
export class EventProcessor {
  readonly #sizes: Histogram;
  readonly #redeliveries: Counter;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly handlers: EventHandlers,
    metrics = new Metrics(),
    /** Business time; without it nothing is held to lie ahead. */
    private readonly clock?: BusinessClock,
  ) {
    // Whose transactions fail at their commit where a handler has swallowed an error.
    CommittedEvents.of(dataSource);
    this.#sizes = metrics.histogram(busMetrics.consumerBatch);
    this.#redeliveries = metrics.counter(busMetrics.redeliveries);
  }

  /** Deliveries of one subject. Never rejects: whatever could not be brought to an end is delivered again. */
  async process(subject: string, deliveries: readonly Delivery[]): Promise<void> {
    const parsed: Parsed[] = [];
    this.#redeliveries.add(deliveries.filter((delivery) => delivery.deliveries > 1).length, { subject });
    for (const delivery of deliveries) {
      if (!this.handlers.expects(subject) && !this.handlers.has(subject) && delivery.deliveries < deliveriesToGiveUp) {
        delivery.nak(backoff(delivery.deliveries));
        continue;
      }
      const result = this.#parse(delivery);
      const ahead = 'event' in result ? this.#aheadIn(result.event) : null;
      if ('event' in result && ahead !== null) {
        // Business time may be moved for its sender before it is for us.
        if (delivery.deliveries < deliveriesToGiveUp) delivery.nak(backoff(delivery.deliveries));
        else await this.#setAside(delivery, result.event, 'rejected', `${ahead}: lies ahead of business time, as ${result.event.source} sent it`);
      } else if ('event' in result) parsed.push(result);
      else await this.#setAside(delivery, null, result.kind, result.reason);
    }
    if (parsed.length > 0) await this.#handleGroup(subject, parsed);
  }

  #parse(delivery: Delivery): Parsed | { kind: DeadLetterKind; reason: string } {
    const definition = eventBySubject(delivery.subject);
    if (!definition || !this.handlers.has(delivery.subject)) {
      return { kind: 'unhandled', reason: 'this version of the service has no handler for the event type' };
    }
    try {
      return { delivery, event: parseEvent(definition, JSON.parse(delivery.payload)) };
    } catch (error) {
      return { kind: 'invalid', reason: error instanceof InvalidEventError ? error.reason : 'not JSON' };
    }
  }

  /** A sender's time is not believed: a count of next year would be the latest one for a year. */
  #aheadIn(event: EventEnvelope): string | null {
    if (!this.clock) return null;
    const latest = Math.max(this.clock.now().getTime(), Date.now()) + clockToleranceMs;
    return instantAhead(event, new Date(latest));
  }

  async #handleGroup(subject: string, group: Parsed[]): Promise<void> {
    this.#sizes.record(group.length, { subject });
    try {
      await traced(subject, group, async () => {
        const left = await this.#inOneStatement(subject, group);
        if (left.length > 0) await this.#transaction(subject, left);
      });
      for (const { delivery } of group) delivery.ack();
    } catch (error) {
      const deliveries = Math.max(...group.map(({ delivery }) => delivery.deliveries));
      if (isTransient(error) && (group.length === 1 || deliveries < deliveriesToSeparate)) {
        this.logger.warn({ error: describeError(error), subject, events: group.length, deliveries }, 'events will be tried again');
        const delay = backoff(deliveries);
        for (const { delivery } of group) delivery.nak(delay);
        return;
      }
      if (group.length > 1) {
        for (const one of group) await this.#handleGroup(subject, [one]);
        return;
      }
      for (const { delivery, event } of group) {
        const rejected = error instanceof RejectEvent;
        await this.#setAside(delivery, event, rejected ? 'rejected' : 'failed', rejected ? error.message : reasonOf(error), error);
      }
    }
  }

  /** What the short way leaves. Whatever it meets, even a lost answer to its commit, the transaction that follows sees right. */
  async #inOneStatement(subject: string, group: Parsed[]): Promise<Parsed[]> {
    if (group.some(({ delivery }) => delivery.deliveries > 1)) return group;
    const events = new Map(group.map(({ event }) => [event.id, event]));
    try {
      const done = new Set(await this.handlers.invokeInOneStatement(subject, [...events.values()], { manager: this.dataSource.manager, subject }));
      return group.filter(({ event }) => !done.has(event.id));
    } catch (error) {
      this.logger.debug({ error: describeError(error), subject, events: group.length }, 'not in one statement');
      return group;
    }
  }

  /** Inbox, effect and outbox: all or nothing. */
  async #transaction(subject: string, group: Parsed[]): Promise<void> {
    const events = new Map(group.map(({ event }) => [this.#inboxKey(event), event]));
    await this.dataSource.transaction(async (manager) => {
      const fresh = await enterInbox(manager, [...events.keys()]);
      const unseen = fresh.map((key) => events.get(key)).filter((event) => event !== undefined);
      if (unseen.length === 0) return;
      await this.handlers.invoke(subject, unseen, { manager, subject, replay: false });
    });
  }

  #inboxKey(event: EventEnvelope): string {
    return inboxKey(this.handlers.group, event.id);
  }

  /** The reason is kept beside the payload, and the event counts as handled, in one transaction. */
  async #setAside(delivery: Delivery, event: EventEnvelope | null, kind: DeadLetterKind, reason: string, cause?: unknown): Promise<void> {
    try {
      const recorded = await this.dataSource.transaction(async (manager) => {
        if (event && (await enterInbox(manager, [this.#inboxKey(event)])).length === 0) return false;
        await recordDeadLetter(manager, { delivery, eventId: event?.id ?? null, group: this.handlers.group, kind, reason });
        return true;
      });
      if (recorded) {
        this.logger.error(
          { alarm: 'dead-letter', subject: delivery.subject, event: event?.id, kind, reason, ...(cause ? { error: describeError(cause) } : {}) },
          'event set aside as a dead letter',
        );
      }
      delivery.ack();
    } catch (error) {
      this.logger.warn({ error: describeError(error), subject: delivery.subject }, 'dead letter could not be written; it will be tried again');
      delivery.nak(backoff(delivery.deliveries));
    }
  }
}

function traced(subject: string, group: readonly Parsed[], work: () => Promise<void>): Promise<void> {
  const span = `process ${subject}`;
  return causedWork(
    {
      span,
      kind: SpanKind.CONSUMER,
      attributes: { 'messaging.system': 'nats', 'messaging.destination.name': subject, 'messaging.batch.message_count': group.length },
      causes: group.map(({ event }) => ({ span, traceparent: event.traceparent, subject: event.subject })),
    },
    work,
  );
}

/** Each group handles an event once, so that one event may stand in the inbox several times: under its id, and under one made of it and of the group's name. */
export function inboxKey(group: SubscriberGroup | null, eventId: string): string {
  if (group === null) return eventId;
  const digits = createHash('sha256').update(`${group} ${eventId}`).digest('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}

/** Returns the ids that were not there yet. In id order, so that two replicas never lock each other's rows crosswise. */
export async function enterInbox(manager: EntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = (await manager.query(
    planned('INSERT INTO inbox (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id'),
    [[...ids].sort()],
  )) as { event_id: string }[];
  return rows.map((row) => row.event_id);
}

/** What may be kept about a handler's failure: no message of a database error, which can quote a person's words. */
export function reasonOf(error: unknown): string {
  const { name, code, message } = describeError(error);
  return [name, code, message].filter((part) => part !== undefined).join(': ').slice(0, 500);
}
